import * as React from 'react';

import { errorOf, rawUrl, useToken } from './rawRequests';

interface UploadOptions {
  /** Called with the part that was sent, from 0 to 1. */
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

interface UploadResponse {
  status: number;
  text: string;
}

const send = (
  url: string,
  token: string | null,
  file: Blob,
  { onProgress, signal }: UploadOptions
): Promise<UploadResponse> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();

    request.open('POST', url);
    request.withCredentials = true;
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded / Math.max(1, file.size));
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    // As `fetch` rejects.
    request.onerror = () => reject(new TypeError());
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.send(file);
  });

/**
 * Sends a file as the body of a request. `fetch` reports no progress of an upload, so this uses
 * `XMLHttpRequest`. The server stores the body as it arrives; a multipart body would first be stored by Strapi.
 */
export const useUpload = () => {
  const token = useToken();

  return React.useCallback(
    async (path: string, file: Blob, options: UploadOptions): Promise<unknown> => {
      // A token that has expired would be noticed at the end of the upload.
      await token.renew();
      options.signal.throwIfAborted();

      const { status, text } = await send(rawUrl(path), token.current(), file, options);

      if (status < 200 || status > 299) {
        throw errorOf(status, text);
      }

      return JSON.parse(text);
    },
    [token]
  );
};
