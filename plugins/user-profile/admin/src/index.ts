import { User } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../shared/constants';
import { PERMISSIONS } from './constants/permissions';
import { getTranslation, prefixTranslations } from './utils/translations';

const admin = {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: User,
      intlLabel: { id: getTranslation('plugin.name'), defaultMessage: 'User Profiles' },
      // One of them is enough to show the entry.
      permissions: [PERMISSIONS.readUsers, PERMISSIONS.readConnections],
      Component: () => import('./pages/App'),
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
      component: async () => (await import('./pages/Home/UsersWidget')).default,
    });

    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => {
        try {
          const file: { default: Record<string, string> } = await import(
            `./translations/${locale}.json`
          );

          return { data: prefixTranslations(file.default), locale };
        } catch {
          // Strapi falls back to English if a language has no file.
          return { data: {}, locale };
        }
      })
    );
  },
};

export default admin;
