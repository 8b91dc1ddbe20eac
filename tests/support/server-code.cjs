/**
 * Code of the site (`TEST_CODE`): `POST /test-code` runs a function that a test sends (see `run-in-server.ts`).
 * With `TEST_AUTHORS`, articles have a relation to a user of the plugin.
 */
const { text } = require('node:stream/consumers');

const addAuthors = (strapi) => {
  const { attributes } = strapi.contentType('api::article.article');
  attributes.author = {
    type: 'relation',
    relation: 'manyToOne',
    target: 'plugin::user-profile.user',
  };
  attributes.related = {
    type: 'relation',
    relation: 'oneToMany',
    target: 'api::article.article',
  };
};

const describe = ({ name, message, details }) => ({ name, message, details });

const run = async (strapi, request) => {
  const { source, args } = JSON.parse(await text(request));
  try {
    const code = (0, eval)(`(${source})`);
    return { result: await code(strapi, ...args) };
  } catch (error) {
    return { error: describe(error) };
  }
};

module.exports = (strapi) => {
  const register = strapi.register.bind(strapi);
  strapi.register = async () => {
    await register();
    if (process.env.TEST_AUTHORS === 'true') {
      addAuthors(strapi);
    }
    strapi.server.use(async (ctx, next) => {
      if (ctx.path !== '/test-code') {
        return next();
      }
      ctx.body = await run(strapi, ctx.req);
    });
    return strapi;
  };
};
