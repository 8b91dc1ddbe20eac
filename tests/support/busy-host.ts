import { type BlankApp, STRAPI_VERSION } from './blank-app';

/** The packages that a host may have besides the plugin. i18n is part of Strapi. */
const PACKAGES = [
  `@strapi/plugin-graphql@${STRAPI_VERSION}`,
  `@strapi/plugin-documentation@${STRAPI_VERSION}`,
  '@strapi/client@1.6.2',
];

const core = (kind: string) =>
  `module.exports = require('@strapi/strapi').factories.createCore${kind}('api::article.article');\n`;

const FILES: Record<string, string> = {
  'config/plugins.js': `module.exports = ({ env }) => ({
  'users-permissions': {
    config: { jwtSecret: env('JWT_SECRET'), jwtManagement: 'refresh' },
  },
  'user-profile': { enabled: true },
  graphql: { enabled: true },
  documentation: {
    enabled: true,
    config: { 'x-strapi-config': { plugins: ['users-permissions', 'user-profile'] } },
  },
});
`,
  'src/extensions/users-permissions/strapi-server.js': `module.exports = (plugin) => {
  const { user } = plugin.controllers;
  plugin.controllers.user = (context) => {
    const original = typeof user === 'function' ? user(context) : user;
    return {
      ...original,
      async me(ctx) {
        await original.me(ctx);
        ctx.body = { ...ctx.body, greeting: 'Hello' };
      },
    };
  };
  return plugin;
};
`,
  'src/api/article/content-types/article/schema.json': JSON.stringify({
    kind: 'collectionType',
    collectionName: 'articles',
    info: { singularName: 'article', pluralName: 'articles', displayName: 'Article' },
    options: { draftAndPublish: true },
    pluginOptions: { i18n: { localized: true } },
    attributes: {
      title: { type: 'string', pluginOptions: { i18n: { localized: true } } },
      author: {
        type: 'relation',
        relation: 'manyToOne',
        target: 'plugin::users-permissions.user',
      },
    },
  }),
  'src/api/article/controllers/article.js': core('Controller'),
  'src/api/article/routes/article.js': core('Router'),
  'src/api/article/services/article.js': core('Service'),
  'use-client.mjs': `import { strapi } from '@strapi/client';

const [url, token, email] = process.argv.slice(2);
const client = strapi({ baseURL: url + '/api', auth: token });
const users = client.collection('users', {
  plugin: { name: 'user-profile', prefix: 'user-profile' },
});

const created = await users.create({ connection: 'local', email, password: 'long enough' });
const id = created.data.documentId;
const found = await users.find({
  filters: { email: { $eq: email } },
  sort: 'name:asc',
  pagination: { page: 1, pageSize: 10 },
  fields: ['email'],
});
const { meta } = await users.findOne(id);
const change = (nickname) => users.update(id, { nickname, revision: meta.revision });
const changed = await change('Acacia');
const late = await change('Too late').catch((error) => error.response.status);
await users.delete(id);
const gone = await users.findOne(id).catch((error) => error.response.status);

console.log(
  JSON.stringify({
    found: found.data.map((user) => user.email),
    nickname: changed.data.nickname,
    late,
    gone,
  })
);
`,
};

/**
 * Adds to an application what hosts have: GraphQL, API documentation, a localized type, an overridden `me` and
 * a client of the content API.
 */
export const addOtherPlugins = async (app: BlankApp): Promise<void> => {
  await app.install(PACKAGES);
  for (const [name, content] of Object.entries(FILES)) {
    app.write(name, content);
  }
};
