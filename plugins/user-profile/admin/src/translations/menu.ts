import type { TranslationKey } from '../utils/translations';

/** The languages of the panel, by Strapi's codes. */
export const LOCALES = ['en', 'fr', 'de', 'es', 'pt-BR', 'ja', 'ar'] as const;

export type Locale = (typeof LOCALES)[number];

/** Texts that Strapi shows outside of the plugin's pages, such as in its menu. */
export const MENU_KEYS = ['plugin.name'] as const satisfies readonly TranslationKey[];

export type MenuKey = (typeof MENU_KEYS)[number];

/**
 * Loaded at every start of the panel, in all languages. The texts of pages are in the JSON files, which are
 * loaded with the first page.
 */
export const MENU_TEXTS: Record<Locale, Record<MenuKey, string>> = {
  en: { 'plugin.name': 'User Profiles' },
  fr: { 'plugin.name': 'Profils utilisateurs' },
  de: { 'plugin.name': 'Benutzerprofile' },
  es: { 'plugin.name': 'Perfiles de usuario' },
  'pt-BR': { 'plugin.name': 'Perfis de usuário' },
  ja: { 'plugin.name': 'ユーザープロフィール' },
  ar: { 'plugin.name': 'ملفات تعريف المستخدمين' },
};
