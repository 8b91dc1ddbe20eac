import type { TranslationKey } from '../utils/translations';

/** The languages of the panel, by Strapi's codes. */
export const LOCALES = ['en', 'fr', 'de', 'es', 'pt-BR', 'ja', 'ar'] as const;

export type Locale = (typeof LOCALES)[number];

/** Texts that Strapi shows outside of the plugin's pages, such as in its menu. */
export const MENU_KEYS = [
  'plugin.name',
  'home.title',
  'home.link',
] as const satisfies readonly TranslationKey[];

export type MenuKey = (typeof MENU_KEYS)[number];

/**
 * Loaded at every start of the panel, in all languages. The texts of pages are in the JSON files, which are
 * loaded with the first page.
 */
export const MENU_TEXTS: Record<Locale, Record<MenuKey, string>> = {
  en: {
    'plugin.name': 'User Profiles',
    'home.title': 'Users and logins',
    'home.link': 'Show users',
  },
  fr: {
    'plugin.name': 'Profils utilisateurs',
    'home.title': 'Utilisateurs et connexions',
    'home.link': 'Afficher les utilisateurs',
  },
  de: {
    'plugin.name': 'Benutzerprofile',
    'home.title': 'Benutzer und Anmeldungen',
    'home.link': 'Benutzer anzeigen',
  },
  es: {
    'plugin.name': 'Perfiles de usuario',
    'home.title': 'Usuarios e inicios de sesión',
    'home.link': 'Mostrar usuarios',
  },
  'pt-BR': {
    'plugin.name': 'Perfis de usuário',
    'home.title': 'Usuários e logins',
    'home.link': 'Mostrar usuários',
  },
  ja: {
    'plugin.name': 'ユーザープロフィール',
    'home.title': 'ユーザーとログイン',
    'home.link': 'ユーザーを表示',
  },
  ar: {
    'plugin.name': 'ملفات تعريف المستخدمين',
    'home.title': 'المستخدمون وعمليات تسجيل الدخول',
    'home.link': 'عرض المستخدمين',
  },
};
