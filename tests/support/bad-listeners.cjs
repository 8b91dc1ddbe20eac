/**
 * Loaded into the server before all else: code of the site that listens to what the plugin emits, and
 * fails in every way it can.
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

const timer = setInterval(() => {
  const hub = globalThis.strapi?.eventHub;
  if (!hub) return;
  clearInterval(timer);
  NAMES.forEach((name, index) => hub.on(name, WAYS[index % WAYS.length]));
}, 5);
timer.unref();
