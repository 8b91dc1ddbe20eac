import { adminApi } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../../shared/constants';

/**
 * All plugins share one API with one namespace, hence the prefixes: `userProfile…` for endpoints, `UserProfile…`
 * for tags.
 */
export const api = adminApi.enhanceEndpoints({
  addTagTypes: [
    'UserProfileUser',
    'UserProfileDevice',
    'UserProfileEvent',
    'UserProfileLocation',
    'UserProfileSettings',
    'UserProfileConnection',
    'UserProfileSync',
    'UserProfileStatus',
    // Strapi's list of webhooks.
    'Webhook',
    'UserProfileBulk',
    'UserProfileView',
    'UserProfileImport',
  ],
});

/**
 * Seconds after which data is requested again when it is shown anew. Data that a link prefetched is newer.
 */
export const FRESH_SECONDS = 5;

export const BASE_PATH = `/${PLUGIN_ID}`;

export const userUrl = (id: string, rest = ''): string =>
  `${BASE_PATH}/users/${encodeURIComponent(id)}${rest}`;
