import { parse } from '@formatjs/icu-messageformat-parser';

import {
  LOCALES,
  MENU_KEYS,
  MENU_TEXTS,
} from '../../../plugins/user-profile/admin/src/translations/menu';
import { type Argument, getArguments } from '../../support/icu';
import {
  ENGLISH,
  readTextFiles,
  readTexts,
  type Texts,
  TRANSLATED,
} from '../../support/panel-texts';
import { UNTRANSLATED } from '../../support/untranslated';

const translated = TRANSLATED.filter((locale) => locale !== 'en');

const english: Texts = ENGLISH;

/** Strapi's panel has both forms. Here it is one: "can’t". "Must not" has no contraction in use. */
const UNCONTRACTED =
  /\b(cannot|(can|could|do|does|did|is|are|was|were|has|have|had|will|would|should) not)\b/i;

/** Kinds of an argument that take the same value. A count may be shown without choosing a form by it. */
const valueOf = ({ kind }: Argument): string =>
  kind === 'plural' || kind === 'number' || kind === 'ordinal' ? 'number' : kind;

const requiredArguments = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...getArguments(text)]
      .map(([name, uses]): [string, string] => {
        const kinds = new Set(uses.map(valueOf));
        const [select] = uses.filter(({ kind }) => kind === 'select');
        return [name, select ? `select ${select.cases.join()}` : [...kinds].sort().join()];
      })
      .sort(([one], [other]) => one.localeCompare(other))
  );

/** Categories that a language uses for whole numbers. Others, such as `many` of French, may be left out. */
const wholeCategories = (locale: string): Set<string> => {
  const rules = new Intl.PluralRules(locale);
  return new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
};

const pluralProblems = (locale: string, text: string): string[] => {
  const known: readonly string[] = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const required = [...wholeCategories(locale)].filter((category) => category !== 'other');

  return [...getArguments(text)].flatMap(([name, uses]) =>
    uses
      .filter(({ kind }) => kind === 'plural')
      .flatMap(({ cases, exact }) => [
        ...cases
          .filter((each) => !known.includes(each))
          .map((each) => `${name}: the language has no category "${each}"`),
        ...required
          .filter((each) => !cases.includes(each) && !isExact(locale, each, exact))
          .map((each) => `${name}: the category "${each}" is missing`),
      ])
  );
};

/** Whether exact numbers cover a category: `=0` that of zero in Arabic. */
const isExact = (locale: string, category: string, exact: string[]): boolean => {
  const rules = new Intl.PluralRules(locale);
  const numbers = Array.from({ length: 201 }, (_, count) => count).filter(
    (count) => rules.select(count) === category
  );
  return numbers.every((count) => exact.includes(`=${count}`));
};

describe('the English texts', () => {
  it.each(Object.entries(english))('contain a valid ICU message for %s', (_id, text) => {
    expect(() => parse(text)).not.toThrow();
  });

  it('have plurals of English in every message', () => {
    const problems = Object.entries(english)
      .map(([id, text]) => [id, ...pluralProblems('en', text)])
      .filter(([, ...found]) => found.length > 0);

    expect(problems).toEqual([]);
  });

  it('have those for the codes of errors, and no others, in a file of their own', () => {
    const [pages, errors] = readTextFiles('en').map((content) => Object.keys(JSON.parse(content)));

    expect(pages.filter((key) => key.startsWith('error.'))).toEqual([]);
    expect(errors.filter((key) => !key.startsWith('error.'))).toEqual([]);
  });

  it('contract negations', () => {
    expect(Object.entries(english).filter(([, text]) => UNCONTRACTED.test(text))).toEqual([]);
  });
});

describe('every language file', () => {
  it('belongs to a language of the panel', () => {
    expect(LOCALES).toEqual(expect.arrayContaining(TRANSLATED));
  });

  it.each(TRANSLATED)('has each key once: %s', (locale) => {
    const keys = readTextFiles(locale).flatMap((content) =>
      [...content.matchAll(/^\s*"([^"]+)":/gm)].map(([, key]) => key)
    );

    expect(keys).toHaveLength(new Set(keys).size);
  });

  it.each(LOCALES)('has the texts of the menu: %s', (locale) => {
    const texts: Texts = TRANSLATED.includes(locale) ? readTexts(locale) : {};

    for (const key of MENU_KEYS) {
      expect(MENU_TEXTS[locale][key]).toBe(texts[key] ?? MENU_TEXTS[locale][key]);
    }
  });
});

// A describe without a language has no tests, which jest rejects.
describe.each(translated.length > 0 ? translated : ['en'])('the texts in %s', (locale) => {
  const texts = readTexts(locale);

  it('have the keys of the English texts, in their order', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(english));
  });

  it('are texts that are not empty', () => {
    const bad = Object.entries(texts).filter(
      ([, text]) => typeof text !== 'string' || text.trim() === ''
    );

    expect(bad).toEqual([]);
  });

  it('take the arguments of the English texts', () => {
    const of = (all: Texts) =>
      Object.fromEntries(Object.entries(all).map(([id, text]) => [id, requiredArguments(text)]));

    expect(of(texts)).toEqual(of(english));
  });

  it('have the plural categories of the language', () => {
    const problems = Object.entries(texts)
      .map(([id, text]) => [id, ...pluralProblems(locale, text)])
      .filter(([, ...found]) => found.length > 0);

    expect(problems).toEqual([]);
  });

  it('are translated, except for names and codes', () => {
    const same =
      locale === 'en'
        ? []
        : Object.entries(texts)
            .filter(([id, text]) => text === english[id] && !UNTRANSLATED.isAllowed(locale, text))
            .map(([id]) => id);

    expect(same).toEqual([]);
  });
});

describe('the texts in French', () => {
  it('have a no-break space inside quotation marks and before : ; ! ?', () => {
    const texts = readTexts('fr');
    const bad = Object.entries(texts).filter(
      ([id, text]) =>
        id !== 'error.username_characters' &&
        /«[^\u00a0]|[^\u00a0]»| [:;!?]|[^\s\u00a0][;!?](\s|$)/.test(text)
    );

    expect(bad).toEqual([]);
  });
});
