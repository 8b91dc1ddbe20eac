/**
 * Code of the site (`TEST_CODE`) that adds a strategy before the plugin reads its connections.
 *
 * @param strategyOf creates the strategy from the exports of `@strapi/utils`
 */
module.exports = (strategyOf) => (strapi) => {
  const bootstrap = strapi.bootstrap.bind(strapi);
  strapi.bootstrap = () => {
    const strategies = strapi.plugin('user-profile').service('strategies');
    strategies.add(strategyOf(require('@strapi/utils')));
    return bootstrap();
  };
};
