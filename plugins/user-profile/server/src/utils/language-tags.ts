/** `de_AT.UTF-8@euro`, as POSIX writes it, without charset and modifier and with hyphens. */
const withHyphens = (tag: string): string =>
  tag
    .trim()
    .replace(/[.@].*$/s, '')
    .replaceAll('_', '-');

/** @returns the tag in its canonical form (BCP 47), such as `zh-Hant-TW`; null if it is not a tag */
const canonical = (tag: string): string | null => {
  try {
    return Intl.getCanonicalLocales(withHyphens(tag))[0] ?? null;
  } catch {
    return null;
  }
};

/** The tag and its prefixes, longest first. A single character introduces what follows it, so it goes too. */
const prefixesOf = (tag: string): string[] => {
  const subtags = tag.split('-');
  return subtags
    .map((_, index) => subtags.slice(0, subtags.length - index))
    .filter((prefix) => (prefix.at(-1) ?? '').length > 1)
    .map((prefix) => prefix.join('-'));
};

/** With the script that its region implies: `zh-TW` is `zh-Hant-TW`. */
const withScript = (tag: string): string => new Intl.Locale(tag).maximize().baseName;

/** Without a script that its region implies: `zh-Hans-CN`, as Apple's systems write it, is `zh-CN`. */
const withoutScript = (tag: string): string => {
  const { language, region } = new Intl.Locale(tag);
  const short = region ? `${language}-${region}` : language;
  return withScript(short) === withScript(tag) ? short : tag;
};

/**
 * Looks up languages like RFC 4647, section 3.4: each is shortened from the end until it matches.
 *
 * @param languages by priority; `_` is accepted as a separator, and invalid tags are skipped
 * @param values by language tag
 * @returns the value of the first language that matches
 */
export const lookUpLanguage = <T>(
  languages: readonly string[],
  values: Readonly<Record<string, T>>
): T | undefined => {
  const known = new Map(
    Object.entries(values).map(([tag, value]) => [canonical(tag) ?? tag, value])
  );
  for (const language of languages) {
    const tag = canonical(language);
    const candidates =
      tag === null ? [] : [tag, withScript(tag), withoutScript(tag)].flatMap(prefixesOf);
    const match = candidates.find((each) => known.has(each));
    if (match !== undefined) {
      return known.get(match);
    }
  }
  return undefined;
};
