export default {
  config: {
    // By default the panel requests Strapi's latest release from GitHub on every page.
    notifications: { releases: false },
  },
};
