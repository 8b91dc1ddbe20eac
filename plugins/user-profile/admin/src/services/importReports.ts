import { useFetchClient } from '@strapi/strapi/admin';
import * as React from 'react';

import { BASE_PATH } from './api';
import { errorOf, rawUrl, useToken } from './rawRequests';

const reportPath = (id: string, format: 'csv' | 'ndjson'): string =>
  `/imports/${encodeURIComponent(id)}/errors?format=${format}`;

/** The report of the lines that could not be imported, as a CSV file. */
export const useFetchImportReport = (): ((id: string) => Promise<Blob>) => {
  const { get } = useFetchClient();

  return React.useCallback(
    async (id) => {
      const path = `${BASE_PATH}${reportPath(id, 'csv')}`;

      return (await get<Blob>(path, { responseType: 'blob' })).data;
    },
    [get]
  );
};

export interface ImportError {
  line: number;
  field: string | null;
  reason: string;
  code?: string;
  params?: Record<string, string | number>;
}

/** Reads the first lines and ends the response: a report can have thousands. */
const readLines = async (response: Response, count: number): Promise<string[]> => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let isEnd = reader === undefined;

  while (!isEnd && text.split('\n').length <= count) {
    const part = await reader?.read();
    text += part?.value ?? '';
    isEnd = part?.done ?? true;
  }

  await reader?.cancel();

  return text.split('\n').slice(0, count);
};

/** The first errors of an import; empty until they are loaded. */
export const useFirstImportErrors = (id: string, count: number): ImportError[] => {
  const token = useToken();
  const [errors, setErrors] = React.useState<ImportError[]>([]);

  React.useEffect(() => {
    let isCurrent = true;

    const load = async () => {
      const response = await fetch(rawUrl(reportPath(id, 'ndjson')), {
        credentials: 'include',
        headers: { Authorization: `Bearer ${token.current()}` },
      });

      if (!response.ok) {
        throw errorOf(response.status, await response.text());
      }

      const lines = await readLines(response, count);

      if (isCurrent) {
        setErrors(
          lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ImportError)
        );
      }
    };

    // The report can be downloaded, which shows the error.
    load().catch(() => undefined);

    return () => {
      isCurrent = false;
    };
  }, [count, id, token]);

  return errors;
};
