/**
 * Code of the site (`TEST_CODE`) that adds a strategy to the plugin before the start looks for it.
 *
 * @param strategyOf makes it of what `@strapi/utils` offers
 */
module.exports = (strategyOf) => (strapi) => {
  const bootstrap = strapi.bootstrap.bind(strapi);
  strapi.bootstrap = () => {
    const strategies = strapi.plugin('user-profile').service('strategies');
    strategies.add(strategyOf(require('@strapi/utils')));
    return bootstrap();
  };
};
