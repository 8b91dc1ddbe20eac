import { useAuth, useFetchClient } from '@strapi/strapi/admin';
import * as React from 'react';

import { BASE_PATH } from './api';

/** Strapi's types declare `window.strapi` as the server's instance. */
const backendUrl = (): string => (window.strapi as unknown as { backendURL: string }).backendURL;

export const rawUrl = (path: string): string => `${backendUrl()}${BASE_PATH}${path}`;

/**
 * The token for requests that Strapi's client cannot make: it parses every response to a POST as JSON, and
 * reports no progress.
 */
export const useToken = () => {
  const { get } = useFetchClient();
  const token = useAuth('useToken', (state) => state.token);
  const latest = React.useRef(token);

  React.useEffect(() => {
    latest.current = token;
  }, [token]);

  return React.useMemo(
    () => ({
      current: () => latest.current,
      /**
       * Any request of Strapi's client renews the token, or shows the login page if the session has ended. This
       * one needs no permission.
       */
      renew: () => get('/admin/users/me'),
    }),
    [get]
  );
};

interface ErrorBody {
  error?: { message?: string; details?: unknown };
}

/** A response as an error of Strapi's client. The body of a proxy is no JSON. */
export const errorOf = (status: number, text: string): Error => {
  let body: ErrorBody | null = null;

  try {
    body = JSON.parse(text) as ErrorBody | null;
  } catch {
    // The status says enough.
  }

  return Object.assign(new Error(body?.error?.message), {
    status,
    details: body?.error?.details,
  });
};
