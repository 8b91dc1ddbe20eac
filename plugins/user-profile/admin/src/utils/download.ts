/** Downloads `blob` as a file. */
export const downloadBlob = (fileName: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');

  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
};

/** Downloads `text` as a file. */
export const downloadText = (fileName: string, text: string, type = 'application/json'): void =>
  downloadBlob(fileName, new Blob([text], { type }));

/** A valid file name: IDs contain `|` and any characters a provider uses. */
export const fileNameFor = (userId: string): string =>
  `${userId.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 100) || 'user'}.json`;
