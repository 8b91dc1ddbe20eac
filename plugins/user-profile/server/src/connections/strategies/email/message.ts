import type { EmailOptions } from './options';

interface Message {
  subject: string;
  text: string;
  html: string;
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const asHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPED[character]).replaceAll('\n', '<br>\n');

/** `de-AT` is served by `de` where it has no text of its own. */
const inLanguage = (options: EmailOptions, languages: readonly string[]) => {
  const texts = new Map(
    Object.entries(options.translations).map(([language, told]) => [language.toLowerCase(), told])
  );
  for (const language of languages.map((each) => each.toLowerCase())) {
    const found = texts.get(language) ?? texts.get(language.split('-')[0]);
    if (found) {
      return found;
    }
  }
  return options;
};

/** The mail that carries a code, in the first of the languages that the connection has a text in. */
export const messageFor = (
  options: EmailOptions,
  code: string,
  languages: readonly string[]
): Message => {
  const { subject, text } = inLanguage(options, languages);
  const filled = (template: string): string =>
    template.replaceAll('{code}', code).replaceAll('{minutes}', String(options.code_minutes));
  return { subject: filled(subject), text: filled(text), html: asHtml(filled(text)) };
};
