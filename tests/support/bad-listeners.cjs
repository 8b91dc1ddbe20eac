/**
 * Code of the site (`TEST_CODE`) whose listeners for the events of the plugin fail in every possible way.
 */
const WAYS = [
  () => {
    throw new Error('a listener of the site is broken');
  },
  async () => {
    throw new Error('a listener of the site is broken');
  },
  () => new Promise(() => {}),
];

const NAMES = [
  'profile.create',
  'profile.update',
  'profile.delete',
  'login.success',
  'login.failure',
  'device.link',
  'device.unlink',
].map((name) => `user-profile.${name}`);

module.exports = (strapi) => {
  NAMES.forEach((name, index) => strapi.eventHub.on(name, WAYS[index % WAYS.length]));
};
