export type Texts = Record<string, string>;

export interface TextFile {
  /** The texts of a language, if they were loaded before. */
  loaded: (locale: string) => Texts | undefined;
  /** Loads the texts of a language once. A language without a file is English. */
  load: (locale: string) => Promise<Texts>;
}

const createTextFile = (importFile: (locale: string) => Promise<{ default: Texts }>): TextFile => {
  const loaded = new Map<string, Texts>();

  return {
    loaded: (locale) => loaded.get(locale),
    load: async (locale) => {
      const known = loaded.get(locale);

      if (known) {
        return known;
      }

      const { default: texts } = await importFile(locale).catch(() => importFile('en'));

      loaded.set(locale, texts);

      return texts;
    },
  };
};

/** The texts of pages, dialogs and widgets. */
export const pageTexts = createTextFile((locale) => import(`../translations/${locale}.json`));

/** The texts for the codes of the server's errors. They follow the first page, which seldom shows one. */
export const errorTexts = createTextFile(
  (locale) => import(`../translations/errors/${locale}.json`)
);
