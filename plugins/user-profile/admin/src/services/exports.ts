import { useAuth, useFetchClient } from '@strapi/strapi/admin';
import * as React from 'react';

import type { ExportUsers } from '../../../shared/contracts/exports';
import { BASE_PATH } from './api';

export type ExportRequest = ExportUsers.Request['body']['data'];

export interface ExportedFile {
  name: string;
  content: Blob;
}

const fileNameOf = (response: Response, format: ExportRequest['format']): string =>
  /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ??
  `users.${format}`;

/** Strapi's types take `window.strapi` for the one of the server. */
const backendUrl = (): string => (window.strapi as unknown as { backendURL: string }).backendURL;

const failureOf = async (response: Response): Promise<Error> => {
  const body = (await response.json().catch(() => null)) as {
    error?: { message?: string };
  } | null;

  return new Error(body?.error?.message ?? response.statusText);
};

/**
 * Fetches an export. Strapi's client reads the answer to a POST as JSON and nothing else, so that this one
 * request goes past it, with the token that it would have used.
 */
export const useFetchExport = (): ((request: ExportRequest) => Promise<ExportedFile>) => {
  const { get } = useFetchClient();
  const token = useAuth('useFetchExport', (state) => state.token);
  const latestToken = React.useRef(token);

  React.useEffect(() => {
    latestToken.current = token;
  }, [token]);

  return React.useCallback(
    async (request) => {
      const send = () =>
        fetch(`${backendUrl()}${BASE_PATH}/users/export`, {
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
        // The token is renewed by the way, or the session ends with the login page.
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
