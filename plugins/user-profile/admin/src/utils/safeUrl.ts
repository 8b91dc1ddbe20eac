/** @returns undefined unless it is an http(s) URL: `javascript:` and `data:` URLs must not become links */
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
