import type { EmailOptions } from './options';

interface Message {
  subject: string;
  text: string;
  html: string;
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const asHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPED[character]).replaceAll('\n', '<br>\n');

/** `de-AT` falls back to `de`. */
const inLanguage = (options: EmailOptions, languages: readonly string[]) => {
  const texts = new Map(
    Object.entries(options.translations).map(([language, message]) => [
      language.toLowerCase(),
      message,
    ])
  );
  for (const language of languages.map((each) => each.toLowerCase())) {
    const found = texts.get(language) ?? texts.get(language.split('-')[0]);
    if (found) {
      return found;
    }
  }
  return options;
};

/** The email with a code, in the first of the given languages that the connection has a text for. */
export const messageFor = (
  options: EmailOptions,
  code: string,
  languages: readonly string[]
): Message => {
  const { subject, text } = inLanguage(options, languages);
  const fill = (template: string): string =>
    template.replaceAll('{code}', code).replaceAll('{minutes}', String(options.code_minutes));
  return { subject: fill(subject), text: fill(text), html: asHtml(fill(text)) };
};
