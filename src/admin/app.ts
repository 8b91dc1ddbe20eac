export default {
  config: {
    // The panel would ask GitHub for Strapi's newest release at every page.
    notifications: { releases: false },
  },
};
