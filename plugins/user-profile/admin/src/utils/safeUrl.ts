/** The address if it is an http(s) one, else undefined: never a `javascript:` or `data:` URL from outside. */
export const httpUrl = (url: string | null | undefined): string | undefined => {
  if (!url) {
    return undefined;
  }

  try {
    const { protocol, href } = new URL(url);

    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
};
