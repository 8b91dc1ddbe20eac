import type { Core } from '@strapi/strapi';

/** Strapi's own document leaves the prefix of the content API out of its paths. */
const openapi = ({ env }: Core.Config.Shared.ConfigParams) => ({
  servers: [{ url: `${env('PUBLIC_URL', '') || 'http://127.0.0.1:1337'}/api` }],
});

export default openapi;
