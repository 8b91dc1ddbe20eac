import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { getConfig } from '../config/get';
import { storableCredentials } from '../connections/strategies/base/local-directory/local-credentials';
import { refOf } from '../model/accounts/profile-ref';
import { LoginRefusedError } from '../model/connections/errors';
import { makeAccount } from '../model/connections/make-account';
import type { SourceProfile } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { isFreeEmail, requireFreeEmail, takeTurns } from '../model/connections/uniqueness';
import { asBoolean, inTransaction, on, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { findIdentity } from './identity';

/** More users than this have one address only where something else is wrong. */
const MAX_ALIKE = 100;

/** Makes account, identity and profile of whoever was not known before, or links the identity. */
export const createFirstLogin = (strapi: Core.Strapi) => {
  /** @throws LoginRefusedError where the site or the connection takes no new users */
  const requireSignup = async ({ name, options }: ConnectionRef): Promise<void> => {
    const advanced = (await strapi
      .store({ type: 'plugin', name: 'users-permissions' })
      .get({ key: 'advanced' })) as { allow_register?: boolean } | null;
    if (advanced?.allow_register !== false && options.disable_signup !== true) {
      return;
    }
    throw new LoginRefusedError('signup_disabled', `New users cannot sign up by "${name}"`);
  };

  /**
   * Who already has this address, proven on both sides, held until the end of the transaction. Anything
   * looser would let whoever controls a source take over accounts.
   */
  const findLinkTarget = async (
    trx: Knex.Transaction,
    connection: ConnectionRef,
    { email, emailVerified }: SourceProfile
  ): Promise<Row | null> => {
    if (!getConfig(strapi).linking.automatic || !email || !emailVerified) {
      return null;
    }
    const found: Row[] = await on(strapi, trx, UIDS.user)
      .where({ email, email_verified: true })
      .orderBy('id')
      .forUpdate()
      .limit(MAX_ALIKE);
    // MariaDB takes other accents and cases for the same text.
    const [target, ...others] = found.filter((user) => user.email === email);
    if (!target || others.length > 0 || asBoolean(target.blocked)) {
      return null;
    }
    // By its two ids the source itself says that these are two people: addresses are given out again.
    const known = await on(strapi, trx, UIDS.identity)
      .where({ user_id: target.id, connection: connection.name })
      .first('id');
    return known ? null : target;
  };

  const noteLink = (target: Row, connection: ConnectionRef, { id }: SourceProfile, key: string) =>
    getService(strapi, 'audit').note('sapi', refOf(target, key), {
      operation: 'link-identity',
      identity: `${connection.name}|${id}`,
      automatic: true,
    });

  /**
   * Of two first logins of one person at the same moment, the second finds what the first made.
   *
   * @returns whether there is a new user
   */
  const signUp = (connection: ConnectionRef, source: SourceProfile, key: string) =>
    inTransaction(strapi, async (trx): Promise<boolean> => {
      await takeTurns(strapi);
      if (await findIdentity(strapi, trx, key)) {
        return false;
      }
      await requireSignup(connection);
      const target = await findLinkTarget(trx, connection, source);
      const { email } = source;
      if (email && !target) {
        await requireFreeEmail(strapi, email, connection.name);
      }
      // The account of one more identity goes without an email that its person's other account has.
      const isTaken = email && target && !(await isFreeEmail(strapi, email, connection.name));
      const own = isTaken ? null : email;
      const localCredentials = await storableCredentials(strapi, connection.name, source, own);
      const linkTo = target?.id ?? null;
      await makeAccount(
        strapi,
        connection,
        { ...source, localCredentials },
        { linkTo, email: own }
      );
      if (target) {
        await noteLink(target, connection, source, key);
      }
      return !target;
    });

  return { requireSignup, signUp };
};
