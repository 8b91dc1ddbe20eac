import * as React from 'react';

import type { ExportBulkReport } from '../../../shared/contracts/bulk';
import type { ExportDevices, ExportEvents, ExportUsers } from '../../../shared/contracts/exports';
import { errorOf, rawUrl, useToken } from './rawRequests';

export type ExportRequest =
  | ({ path: '/users/export' } & ExportUsers.Request['body']['data'])
  | ({ path: `/users/bulk/${string}/report` } & ExportBulkReport.Request['body']['data'])
  | ({ path: '/devices/export' } & ExportDevices.Request['body']['data'])
  | ({ path: '/events/export' } & ExportEvents.Request['body']['data'])
  | ({ path: `/users/${string}/events/export` } & ExportEvents.Request['body']['data']);

export interface ExportedFile {
  name: string;
  content: Blob;
}

const fileNameOf = (response: Response, format: ExportRequest['format']): string =>
  /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ??
  `export.${format === 'auth0' ? 'ndjson' : format}`;

interface FetchOptions {
  /** Called with the number of bytes that have arrived. */
  onReceived: (bytes: number) => void;
  signal: AbortSignal;
}

/** The browser may keep a large blob on disk, so the parts are counted on their way. */
const contentOf = (response: Response, onReceived: FetchOptions['onReceived']): Promise<Blob> => {
  if (!response.body) {
    return response.blob();
  }

  let received = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      received += part.byteLength;
      onReceived(received);
      controller.enqueue(part);
    },
  });

  return new Response(response.body.pipeThrough(counter)).blob();
};

/**
 * Fetches an export. Strapi's client parses every response to a POST as JSON, so this request uses `fetch`
 * with the client's token.
 */
export const useFetchExport = () => {
  const token = useToken();

  return React.useCallback(
    async (
      { path, ...request }: ExportRequest,
      { onReceived, signal }: FetchOptions
    ): Promise<ExportedFile> => {
      const send = () =>
        fetch(rawUrl(path), {
          method: 'POST',
          credentials: 'include',
          signal,
          headers: {
            Authorization: `Bearer ${token.current()}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify({ data: request }),
        });

      let response = await send();

      if (response.status === 401) {
        await token.renew();
        response = await send();
      }

      if (!response.ok) {
        throw errorOf(response.status, await response.text());
      }

      return {
        name: fileNameOf(response, request.format),
        content: await contentOf(response, onReceived),
      };
    },
    [token]
  );
};
