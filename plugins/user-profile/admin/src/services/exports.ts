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

/**
 * Fetches an export. Strapi's client parses every response to a POST as JSON, so this request uses `fetch`
 * with the client's token.
 */
export const useFetchExport = (): ((request: ExportRequest) => Promise<ExportedFile>) => {
  const token = useToken();

  return React.useCallback(
    async ({ path, ...request }) => {
      const send = () =>
        fetch(rawUrl(path), {
          method: 'POST',
          credentials: 'include',
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

      return { name: fileNameOf(response, request.format), content: await response.blob() };
    },
    [token]
  );
};
