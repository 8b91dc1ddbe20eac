import { useAuth, useFetchClient } from '@strapi/strapi/admin';
import * as React from 'react';

import type { ExportBulkReport } from '../../../shared/contracts/bulk';
import type { ExportDevices, ExportEvents, ExportUsers } from '../../../shared/contracts/exports';
import { BASE_PATH } from './api';

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

/** Strapi's types declare `window.strapi` as the server's instance. */
const backendUrl = (): string => (window.strapi as unknown as { backendURL: string }).backendURL;

/** In the form of an error of Strapi's client. */
const failureOf = async (response: Response): Promise<Error> => {
  const body = (await response.json().catch(() => null)) as {
    error?: { message?: string };
  } | null;

  return Object.assign(new Error(body?.error?.message), { status: response.status });
};

/**
 * Fetches an export. Strapi's client parses every response to a POST as JSON, so this request uses `fetch`
 * with the client's token.
 */
export const useFetchExport = (): ((request: ExportRequest) => Promise<ExportedFile>) => {
  const { get } = useFetchClient();
  const token = useAuth('useFetchExport', (state) => state.token);
  const latestToken = React.useRef(token);

  React.useEffect(() => {
    latestToken.current = token;
  }, [token]);

  return React.useCallback(
    async ({ path, ...request }) => {
      const send = () =>
        fetch(`${backendUrl()}${BASE_PATH}${path}`, {
          method: 'POST',
          credentials: 'include',
          headers: {
            Authorization: `Bearer ${latestToken.current}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify({ data: request }),
        });

      let response = await send();

      if (response.status === 401) {
        // Any request of Strapi's client renews the token, or shows the login page if the session has ended.
        await get(`${BASE_PATH}/settings`);
        response = await send();
      }

      if (!response.ok) {
        throw await failureOf(response);
      }

      return { name: fileNameOf(response, request.format), content: await response.blob() };
    },
    [get]
  );
};
