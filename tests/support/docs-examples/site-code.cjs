/**
 * Code of the site (`TEST_CODE`): runs `register` and `bootstrap` of the modules in `SITE_MODULES`, a JSON
 * list of files, as Strapi runs those of `src/index`.
 */
module.exports = (strapi) => {
  const modules = JSON.parse(process.env.SITE_MODULES).map((file) => require(file).default);
  const runUserLifecycles = strapi.runUserLifecycles.bind(strapi);
  strapi.runUserLifecycles = async (name) => {
    await runUserLifecycles(name);
    for (const each of modules) {
      await each[name]?.({ strapi });
    }
  };
};
