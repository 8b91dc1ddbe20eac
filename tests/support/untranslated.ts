import type { Locale } from '../../plugins/user-profile/admin/src/translations/menu';

/** Names and codes that are the same in every language. */
const TERMS =
  /User Profiles|Users & Permissions|Natural Earth|OpenID Connect|user_metadata|app_metadata|config\/plugins|client_secret_\w+|Auth0|Firebase|JSON|CSV|URL|IP|ID|PKCE|Ed25519|EdDSA|[EPR]S\d{3}/g;

/** English texts that are the same in a language, such as "Application" in French. */
const SAME_TEXTS: Partial<Record<Locale, readonly string[]>> = {
  fr: [
    'Actions',
    'Application',
    'Configuration',
    'Confirmation',
    'Documentation',
    'Email',
    'Format',
    'Option',
    'Options',
    'Pages',
    'Scopes',
    'Sessions',
    'Source',
    'TV',
    'Webhooks',
    'bot',
    'email',
    '{name} (plugin)',
  ],
  de: [
    'Browser',
    'Details',
    'Format',
    'Name',
    'Option',
    'Optional',
    'Region',
    'Scopes',
    'Status',
    'Test',
    'Webhooks',
  ],
  es: ['No', 'Social', 'Webhooks', 'bot', '{name} (plugin)'],
  'pt-BR': ['Login', 'Logins', 'Social', 'Status', 'TV', 'Webhooks', 'tablet', '{name} (plugin)'],
};

export const UNTRANSLATED = {
  /** Whether an English text may stay in the language. */
  isAllowed: (locale: string, text: string): boolean => {
    const words = text
      .replace(TERMS, '')
      .replace(/\{[^{}]*\}/g, '')
      .match(/\p{L}+/gu);

    return words === null || (SAME_TEXTS[locale as Locale]?.includes(text) ?? false);
  },
};
