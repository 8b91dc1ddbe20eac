import { adminApi } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../../shared/constants';

/**
 * All plugins share one API, one cache and one name space: endpoints are named `userProfile…`, tags
 * `UserProfile…`.
 */
export const api = adminApi.enhanceEndpoints({
  addTagTypes: [
    'UserProfileUser',
    'UserProfileDevice',
    'UserProfileEvent',
    'UserProfileLocation',
    'UserProfileSettings',
    'UserProfileConnection',
  ],
});

export const BASE_PATH = `/${PLUGIN_ID}`;

export const userUrl = (id: string, rest = ''): string =>
  `${BASE_PATH}/users/${encodeURIComponent(id)}${rest}`;
