import { lookUpLanguage } from '../../../utils/language-tags';
import type { EmailOptions } from './options';

interface Message {
  subject: string;
  text: string;
  html: string;
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const asHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPED[character]).replaceAll('\n', '<br>\n');

/** The email with a code, in the first of the given languages that the connection has a text for. */
export const messageFor = (
  options: EmailOptions,
  code: string,
  languages: readonly string[]
): Message => {
  const { subject, text } = lookUpLanguage(languages, options.translations) ?? options;
  const fill = (template: string): string =>
    template.replaceAll('{code}', code).replaceAll('{minutes}', String(options.code_minutes));
  return { subject: fill(subject), text: fill(text), html: asHtml(fill(text)) };
};
