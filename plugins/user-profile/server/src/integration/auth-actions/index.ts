import type { Core } from '@strapi/types';

import { bruteForce } from './brute-force';
import { foreignAccounts } from './foreign-accounts';
import { logout } from './logout';
import { primaryAccount } from './primary-account';
import { proveEmail } from './prove-email';
import { recordAttempt } from './record-attempt';
import { refresh } from './refresh';
import { signUpHooks } from './sign-up-hooks';
import type { AuthActionHandler, AuthActionWrapper } from './wrapper';

/**
 * Everything around the actions of Users & Permissions' auth controller, the outermost first: a wrapper
 * sees what the wrappers below it do, so `recordAttempt` also records what the others reject.
 */
const WRAPPERS: readonly AuthActionWrapper[] = [
  recordAttempt,
  foreignAccounts,
  bruteForce,
  primaryAccount,
  proveEmail,
  signUpHooks,
  logout,
  refresh,
];

type Controller = Record<string, unknown>;

const withWrapper = (
  strapi: Core.Strapi,
  controller: Controller,
  { actions, wrap }: AuthActionWrapper
): Controller => {
  const wrapped = actions
    .filter((name) => typeof controller[name] === 'function')
    .map((name) => [name, wrap(strapi, name, controller[name] as AuthActionHandler)]);
  return { ...controller, ...Object.fromEntries(wrapped) };
};

/**
 * Wraps the controller in Strapi's registry, so REST and GraphQL both pass through the wrappers. Must run in
 * `register`: Strapi binds routes to their handlers before `bootstrap` (@strapi/core 5.54.0, Strapi.js).
 */
export const wrapAuthActions = (strapi: Core.Strapi): void => {
  strapi
    .get('controllers')
    .extend('plugin::users-permissions.auth', (controller: Controller) =>
      WRAPPERS.reduceRight((inner, wrapper) => withWrapper(strapi, inner, wrapper), controller)
    );
};
