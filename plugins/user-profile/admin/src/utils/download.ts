/** Hands `blob` to the browser as a file. */
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

/** Hands `text` to the browser as a file. */
export const downloadText = (fileName: string, text: string, type = 'application/json'): void =>
  downloadBlob(fileName, new Blob([text], { type }));

/** A name that every file system takes: ids hold `|` and whatever a provider calls its users. */
export const fileNameFor = (userId: string): string =>
  `${userId.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 100) || 'user'}.json`;
