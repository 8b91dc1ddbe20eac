import type { Locale } from '../../plugins/user-profile/admin/src/translations/menu';

/** Names and codes that are the same in every language. */
const TERMS =
  /User Profiles|Users & Permissions|Natural Earth|OpenID Connect|user_metadata|app_metadata|config\/plugins|client_secret_\w+|JSON|CSV|URL|IP|ID|PKCE|Ed25519|EdDSA|[EPR]S\d{3}/g;

/** Keys whose English text is also a word of the language, such as "Application" in French. */
const SAME_WORD: Partial<Record<Locale, readonly string[]>> = {};

export const UNTRANSLATED = {
  /** Whether the English text may stay in the language. */
  isAllowed: (locale: string, id: string, text: string): boolean => {
    const words = text
      .replace(TERMS, '')
      .replace(/\{[^{}]*\}/g, '')
      .match(/\p{L}+/gu);

    return words === null || (SAME_WORD[locale as Locale]?.includes(id) ?? false);
  },
};
