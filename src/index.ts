import type { Core } from '@strapi/strapi';

import { prepareDemo } from './demo';
import { serveFrontEnd } from './demo/front-end';
import { addSampleProvider } from './sample-provider';

const STORE = { type: 'plugin', name: 'users-permissions', key: 'articles_granted' };
const ARTICLE_ACTIONS = ['api::article.article.find', 'api::article.article.findOne'];

/**
 * Lets logged-in users read articles, so a token can be tried out. Runs once, so a permission that an
 * admin revokes stays revoked after a restart.
 */
const grantArticles = async (strapi: Core.Strapi) => {
  if (await strapi.store.get(STORE)) {
    return;
  }

  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'authenticated' } });
  if (!role) {
    return;
  }

  const permissions = strapi.db.query('plugin::users-permissions.permission');
  for (const action of ARTICLE_ACTIONS) {
    const granted = await permissions.count({ where: { action, role: role.id } });
    if (granted === 0) {
      await permissions.create({ data: { action, role: role.id } });
    }
  }

  await strapi.store.set({ ...STORE, value: true });
};

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    addSampleProvider(strapi);
    if (process.env.DEMO === 'true') {
      serveFrontEnd(strapi);
    }
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await grantArticles(strapi);
    if (process.env.DEMO === 'true') {
      await prepareDemo(strapi);
    }
  },
};
