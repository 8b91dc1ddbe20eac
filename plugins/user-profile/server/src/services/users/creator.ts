import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import { UIDS } from '../../../../shared/constants';
import type { createUserBody } from '../../../../shared/contracts/user-writes';
import type { JsonObject } from '../../../../shared/contracts/users';
import { can } from '../../connections/strategy';
import { asBoolean, inTransaction, on } from '../../database/rows';
import { problem, validationError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { changedMetadata } from './user-metadata';

export type NewUser = z.output<typeof createUserBody>['data'];

const ATTRIBUTES = ['name', 'given_name', 'family_name', 'nickname', 'picture'] as const;

/** Makes users in connections that can have users made. */
export const createUserCreator = ({ strapi }: { strapi: Core.Strapi }) => {
  const connectionOf = async (name: string) => {
    const found = await getService(strapi, 'connections').findRow(name);
    if (!found) {
      throw validationError([problem(['connection'], `There is no connection "${name}"`)]);
    }
    const strategy = getService(strapi, 'strategies').get(found.strategy);
    if (!strategy.createAccount || !can(strategy, found, 'createAccount')) {
      throw validationError([
        problem(['connection'], `The connection "${name}" makes its users by itself`),
      ]);
    }
    if (!found.enabled) {
      throw validationError([problem(['connection'], `The connection "${name}" is disabled`)]);
    }
    return { connection: found, createAccount: strategy.createAccount, strategy };
  };

  return {
    /**
     * @returns the `documentId` of the new user
     * @throws ValidationError with the path of each problem, ConflictError where email or username are
     *   taken
     */
    create: (user: NewUser): Promise<string> =>
      inTransaction(strapi, async (trx) => {
        const { connection, createAccount, strategy } = await connectionOf(user.connection);
        if (strategy.username(connection) === 'required' && !user.username) {
          throw validationError([
            problem(['username'], 'Users of this connection have a username'),
          ]);
        }
        const accountId = await createAccount(connection, user);
        const profile = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
        if (!profile) throw new errors.ApplicationError('The user could not be made');
        const given = ATTRIBUTES.filter((attribute) => user[attribute] !== undefined);
        const metadata = changedMetadata(
          strapi,
          {},
          (user.user_metadata ?? {}) as JsonObject,
          'replace'
        );
        await on(strapi, trx, UIDS.user)
          .where({ id: profile.id })
          .update({
            ...Object.fromEntries(given.map((attribute) => [attribute, user[attribute]])),
            overrides: JSON.stringify(given),
            email_verified: asBoolean(user.email_verified),
            user_metadata: JSON.stringify(metadata),
          });
        await getService(strapi, 'audit').note('sapi', profile, { operation: 'create-user' });
        return profile.documentId;
      }),
  };
};
