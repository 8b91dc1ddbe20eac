export type Texts = Record<string, string>;

const loaded = new Map<string, Texts>([
  // The English texts are part of the pages.
  ['en', {}],
]);

/** The texts of a language, if they were loaded before. */
export const loadedTexts = (locale: string): Texts | undefined => loaded.get(locale);

/** Loads the texts of a language once. A language without a file has none, so its texts are English. */
export const loadTexts = async (locale: string): Promise<Texts> => {
  const known = loaded.get(locale);

  if (known) {
    return known;
  }

  try {
    const file: { default: Texts } = await import(`../translations/${locale}.json`);

    loaded.set(locale, file.default);

    return file.default;
  } catch {
    return {};
  }
};
