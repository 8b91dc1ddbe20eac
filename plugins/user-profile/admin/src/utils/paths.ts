import { PLUGIN_ID } from '../../../shared/constants';

export const USERS_PATH = `/plugins/${PLUGIN_ID}`;

export const CONNECTIONS_PATH = `${USERS_PATH}/connections`;

export const OVERVIEW_PATH = `${USERS_PATH}/overview`;

export const LOG_PATH = `${USERS_PATH}/log`;

export const connectionPath = (name: string): string =>
  `${CONNECTIONS_PATH}/${encodeURIComponent(name)}`;

/** Not below CONNECTIONS_PATH, where it could be the name of a connection. */
export const NEW_CONNECTION_PATH = `${USERS_PATH}/new-connection`;

export const newConnectionPath = (strategy: string): string =>
  `${NEW_CONNECTION_PATH}/${encodeURIComponent(strategy)}`;

export const IMPORTS_PATH = `${USERS_PATH}/imports`;

export const importPath = (id: string): string => `${IMPORTS_PATH}/${encodeURIComponent(id)}`;

/** Below Strapi's settings. */
export const SETTINGS_PATH = PLUGIN_ID;

export const WEBHOOKS_PATH = '/settings/webhooks';

export const TABS = ['details', 'devices', 'history', 'locations', 'raw-json'] as const;

export type TabName = (typeof TABS)[number];

export const userPath = (documentId: string, tab: TabName = 'details'): string =>
  `${USERS_PATH}/users/${encodeURIComponent(documentId)}/${tab}`;

/** An entry in the Content Manager. */
export const entryPath = (
  { uid, kind }: { uid: string; kind: 'collectionType' | 'singleType' },
  documentId: string
): string =>
  kind === 'singleType'
    ? `/content-manager/single-types/${uid}`
    : `/content-manager/collection-types/${uid}/${encodeURIComponent(documentId)}`;
