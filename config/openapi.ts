import type { Core } from '@strapi/strapi';

/** The paths in Strapi's OpenAPI document lack the prefix of the content API. */
const openapi = ({ env }: Core.Config.Shared.ConfigParams) => ({
  servers: [{ url: `${env('PUBLIC_URL', '') || 'http://127.0.0.1:1337'}/api` }],
});

export default openapi;
