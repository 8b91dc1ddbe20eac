import type { Core } from '@strapi/types';

import { PLUGIN_ID, UIDS } from '../../../../shared/constants';
import type { SiteStatus } from '../../../../shared/contracts/status';
import { getConfig } from '../../config/get';
import type { PluginConfig } from '../../config/schema';
import { query } from '../../runtime/database/rows';
import type { Context } from '../../utils/service';
import { usersPermissionsSettings } from '../connections/users-permissions-settings';
import { LOCAL_CONNECTION, type Account } from './account';

declare module '../../utils/service' {
  interface Services {
    'confirmed-accounts': ReturnType<typeof createConfirmedAccounts>;
  }
}

const STORE = { type: 'plugin', name: PLUGIN_ID, key: 'first_start' } as const;

type TrustConfirmed = PluginConfig['accounts']['trustConfirmed'];

export interface FirstStart {
  /** When the plugin first started on this site; null on sites that had profiles before this was stored. */
  date: string | null;
  /** Whether Users & Permissions' email confirmation was on then. */
  email_confirmation: boolean;
  /** `accounts.trustConfirmed` then; undefined if the first start did not store it. */
  trust_confirmed?: TrustConfirmed;
}

/**
 * Whether the email address of an account that is older than the plugin counts as verified. Later accounts
 * never do by `confirmed` alone, since other code and the Content Manager may set it without any proof.
 */
export const countsAsVerified = (
  { confirmed, createdAt, email, isNative, provider }: Account,
  setting: TrustConfirmed,
  first: FirstStart
): boolean => {
  const isOlder = first.date !== null && createdAt < new Date(first.date);
  if (!isOlder || !isNative || !confirmed || email === null || setting === false) {
    return false;
  }
  // Users & Permissions confirms the accounts of its providers without any mail.
  return setting === true || (first.email_confirmation && provider === LOCAL_CONNECTION);
};

const readFirstStart = async (strapi: Core.Strapi): Promise<FirstStart> => {
  const stored = (await strapi.store.get(STORE)) as FirstStart | null | undefined;
  if (stored) {
    return stored;
  }
  const hasProfiles = await query(strapi, UIDS.user).first('id');
  const settings = await usersPermissionsSettings(strapi);
  const first = {
    date: hasProfiles ? null : new Date().toISOString(),
    email_confirmation: settings.email_confirmation === true,
    trust_confirmed: getConfig(strapi).accounts.trustConfirmed,
  };
  await strapi.store.set({ ...STORE, value: first });
  return first;
};

/** Decides once, when a profile is created for an account that is older than the plugin. */
export const createConfirmedAccounts = ({ strapi }: Context) => {
  let first: FirstStart = { date: null, email_confirmation: false };

  return {
    /** Stores when the plugin first started. Must run before the first profile is created. */
    async prepare(): Promise<void> {
      first = await readFirstStart(strapi);
    },

    isVerified: (account: Account): boolean =>
      countsAsVerified(account, getConfig(strapi).accounts.trustConfirmed, first),

    /** What the first start decided. A later change of the setting changes no profile that exists. */
    describe(): SiteStatus['confirmed_accounts'] {
      const setting = getConfig(strapi).accounts.trustConfirmed;
      const { date, email_confirmation, trust_confirmed: decided = setting } = first;
      return { first_start: date, email_confirmation, decided_by: decided, setting };
    },
  };
};
