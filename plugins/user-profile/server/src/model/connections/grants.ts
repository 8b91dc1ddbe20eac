import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { LOCAL_DISPLAY_NAME } from '../../../../shared/constants';
import { codedError } from '../../utils/errors';
import { LOCAL_CONNECTION } from '../accounts/account';

type Grants = Record<string, { enabled?: boolean } | undefined>;

/** The settings of Users & Permissions call its own email and password `email`. */
const GRANT_OF_LOCAL = 'email';

const grantOf = (name: string): string => (name === LOCAL_CONNECTION ? GRANT_OF_LOCAL : name);

const DISPLAY_NAMES: Record<string, string> = {
  [LOCAL_CONNECTION]: LOCAL_DISPLAY_NAME,
  github: 'GitHub',
  linkedin: 'LinkedIn',
  vk: 'VK',
};

/** The providers in U&P's settings, which enable and disable their connections. */
export const createGrants = (strapi: Core.Strapi) => {
  const store = () => strapi.store({ type: 'plugin', name: 'users-permissions', key: 'grant' });
  const readAll = async (): Promise<Grants> => ((await store().get({})) as Grants | null) ?? {};

  return {
    displayNameOf: (name: string): string =>
      DISPLAY_NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1),

    async isEnabled(name: string): Promise<boolean> {
      return (await readAll())[grantOf(name)]?.enabled === true;
    },

    /** Email and password, and every enabled provider. */
    async findUsed(): Promise<string[]> {
      const enabled = Object.entries(await readAll())
        .filter(([name, grant]) => name !== GRANT_OF_LOCAL && grant?.enabled === true)
        .map(([name]) => name);
      return [LOCAL_CONNECTION, ...enabled];
    },

    /** @throws ApplicationError if Users & Permissions no longer has the provider */
    async setEnabled(name: string, enabled: boolean): Promise<void> {
      const grants = await readAll();
      const key = grantOf(name);
      if (!grants[key]) {
        throw new errors.ApplicationError(...codedError('provider_unknown', { name }));
      }
      await store().set({ value: { ...grants, [key]: { ...grants[key], enabled } } });
    },
  };
};
