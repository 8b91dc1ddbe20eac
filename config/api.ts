import type { Core } from '@strapi/strapi';

const api = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Api => ({
  rest: {
    defaultLimit: 25,
    maxLimit: 100,
    withCount: true,
    strictParams: env.bool('STRICT_PARAMS', false),
  },
});

export default api;
