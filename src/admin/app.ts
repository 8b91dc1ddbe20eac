import type { StrapiApp } from '@strapi/strapi/admin';

import { addGuide, isDemo } from './demo/add-guide';

export default {
  config: {
    locales: ['fr', 'de', 'es', 'pt-BR', 'ja', 'ar'],
    // By default the panel requests Strapi's latest release from GitHub on every page.
    notifications: { releases: false },
  },

  register(app: StrapiApp) {
    if (isDemo()) {
      addGuide(app);
    }
  },
};
