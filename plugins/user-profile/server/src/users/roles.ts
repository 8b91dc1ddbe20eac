import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS } from '../../../shared/constants';
import type { UserRole } from '../../../shared/contracts/users';
import { findRoleKeysOf } from '../model/accounts/account-roles';
import { loadUser } from '../model/users/load-user';
import { findNamedRoles, findRoles, roleKey, type Role } from '../model/users/roles';
import { requireAction } from '../model/users/user-actions';
import { inTransaction, lockRows, table } from '../runtime/database/rows';
import { problem, validationError, coded } from '../utils/errors';
import { changeAccountRole } from './change-account-role';

declare module '../utils/service' {
  interface Services {
    'user-roles': ReturnType<typeof createUserRoles>;
  }
}

/** The roles of users. No other code of the plugin changes the role of an account. */
export const createUserRoles = ({ strapi }: { strapi: Core.Strapi }) => {
  /** @throws ValidationError if no role, or more than one, has this `documentId` or type */
  const findRole = async (name: string): Promise<Role> => {
    const [role, ...others] = await findNamedRoles(strapi, name);
    if (!role) {
      throw validationError([problem(['role'], coded('role_unknown', { name }))]);
    }
    if (others.length > 0) {
      const message = `Several roles have the type "${name}"; send the documentId of one of them`;
      throw validationError([problem(['role'], message)]);
    }
    return role;
  };

  /** Until the end of the transaction the role cannot be deleted, which would leave the user without one. */
  const lockRole = async (trx: Knex.Transaction, name: string): Promise<Role> => {
    const { id } = await findRole(name);
    await lockRows(strapi, table(strapi, trx, STRAPI_UIDS.role).where({ id }), 'share').first('id');
    return findRole(name);
  };

  return {
    findAll: (): Promise<UserRole[]> => findRoles(strapi),

    findRole,

    /**
     * Changes the role of all accounts of a user: otherwise unlinking an identity would restore the role of its
     * account. Sessions stay: Users & Permissions reads the role for each request. The account lifecycle updates the
     * profile and records the event, as for any change.
     *
     * @param name the `documentId` or the type of the role
     * @returns false if the user has this role already
     * @throws NotFoundError for an unknown user
     * @throws ValidationError for an unknown role
     * @throws ApplicationError if the user has no account
     */
    assign: (id: string, name: string): Promise<boolean> =>
      inTransaction(strapi, async (trx) => {
        const target = await loadUser(strapi, id);
        requireAction(target, 'assign-role');
        const role = await lockRole(trx, name);
        const roles = await findRoleKeysOf(strapi, target.accountIds);
        const others = target.accountIds.filter((each) => roles.get(each) !== roleKey(role));
        for (const id of others) {
          await changeAccountRole(strapi, trx, id, role.id);
        }
        return others.length > 0;
      }),
  };
};
