import { User } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../shared/constants';
import { PERMISSIONS } from './constants/permissions';
import { type Locale, MENU_TEXTS } from './translations/menu';
import { pageTexts } from './utils/loadTexts';
import { SETTINGS_PATH } from './utils/paths';
import { getTranslation, prefixTranslations } from './utils/translations';

const isLocale = (locale: string): locale is Locale => Object.hasOwn(MENU_TEXTS, locale);

/** Loads a page and the texts of the current language at the same time. */
const withTexts =
  <TPage>(page: () => Promise<TPage>) =>
  (): Promise<TPage> =>
    Promise.all([page(), pageTexts.load(document.documentElement.lang)]).then(([loaded]) => loaded);

const admin = {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: User,
      intlLabel: { id: getTranslation('plugin.name'), defaultMessage: 'User Profiles' },
      // One of them is enough to show the entry.
      permissions: [PERMISSIONS.readUsers, PERMISSIONS.readConnections, PERMISSIONS.importUsers],
      Component: withTexts(() => import('./pages/PluginPages')),
    });

    app.addSettingsLink('global', {
      id: PLUGIN_ID,
      to: SETTINGS_PATH,
      intlLabel: { id: getTranslation('plugin.name'), defaultMessage: 'User Profiles' },
      permissions: [PERMISSIONS.readStatus],
      Component: withTexts(() => import('./pages/Settings/SettingsPage')),
    });

    app.widgets.register({
      id: 'users',
      pluginId: PLUGIN_ID,
      icon: User,
      title: { id: getTranslation('home.title'), defaultMessage: 'Users and logins' },
      link: {
        label: { id: getTranslation('home.link'), defaultMessage: 'Show users' },
        href: `/plugins/${PLUGIN_ID}`,
      },
      permissions: [PERMISSIONS.readUsers],
      component: withTexts(() => import('./pages/Home/UsersWidget').then((file) => file.default)),
    });

    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  /** Only the texts that Strapi shows itself. `Translations` loads those of the pages. */
  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({
      data: isLocale(locale) ? prefixTranslations(MENU_TEXTS[locale]) : {},
      locale,
    }));
  },
};

export default admin;
