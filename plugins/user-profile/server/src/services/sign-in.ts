import { isDeepStrictEqual } from 'node:util';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { ACCOUNT_COLUMNS, accountOf } from '../capture/accounts/account';
import { identityKey, mirroredAttributes } from '../capture/accounts/attributes';
import { accountOfPerson, holdIdentity, type Identity } from '../capture/accounts/owner';
import { refOf } from '../capture/accounts/profile-ref';
import { LoginRefusedError } from '../connections/errors';
import { keepable, keepPassword } from '../connections/directory/keep';
import { makeAccount } from '../connections/make-account';
import { rootAttributesIn, usernameIn, type SourceProfile } from '../connections/source-profile';
import type { ConnectionRef } from '../connections/strategy';
import { requireFreeEmail, takeTurns } from '../connections/users-permissions/uniqueness';
import { getConfig } from '../config/get';
import { asBoolean, asJson, inTransaction, on, type Row } from '../database/rows';
import { ConflictError } from '../utils/errors';
import { getService } from '../utils/service';

export interface SignedIn {
  /** The account that the person signs in as: that of the primary identity. */
  accountId: number;
  identityKey: string;
  /** Whether the person was not known before. */
  created: boolean;
}

/** More users than this have one address only where something else is wrong. */
const MAX_ALIKE = 100;

/** From what a source said of a person to the account that the person signs in as. */
export const createSignIn = ({ strapi }: { strapi: Core.Strapi }) => {
  const findIdentity = (trx: Knex.Transaction, key: string): Promise<Identity | undefined> =>
    on(strapi, trx, UIDS.identity).where({ identity_key: key }).first();

  /** @throws LoginRefusedError where the site or the connection takes no new users */
  const requireSignup = async ({ name, options }: ConnectionRef): Promise<void> => {
    const advanced = (await strapi
      .store({ type: 'plugin', name: 'users-permissions' })
      .get({ key: 'advanced' })) as { allow_register?: boolean } | null;
    if (advanced?.allow_register !== false && options.disable_signup !== true) return;
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
    if (!getConfig(strapi).linking.automatic || !email || !emailVerified) return null;
    const found: Row[] = await on(strapi, trx, UIDS.user)
      .where({ email, email_verified: true })
      .orderBy('id')
      .forUpdate()
      .limit(MAX_ALIKE);
    // MariaDB takes other accents and cases for the same text.
    const [target, ...others] = found.filter((user) => user.email === email);
    if (!target || others.length > 0 || asBoolean(target.blocked)) return null;
    // By its two ids the source itself says that these are two people: addresses are given out again.
    const known = await on(strapi, trx, UIDS.identity)
      .where({ user_id: target.id, connection: connection.name })
      .first('id');
    return known ? null : target;
  };

  /** The account of one more identity goes without an email that its person's other account has. */
  const freeEmail = async (connection: ConnectionRef, email: string): Promise<string | null> => {
    try {
      await requireFreeEmail(strapi, email, connection.name);
      return email;
    } catch (error) {
      if (error instanceof ConflictError) return null;
      throw error;
    }
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
      if (await findIdentity(trx, key)) return false;
      await requireSignup(connection);
      const target = await findLinkTarget(trx, connection, source);
      const { email } = source;
      if (email && !target) await requireFreeEmail(strapi, email, connection.name);
      const own = email && target ? await freeEmail(connection, email) : email;
      const keep = await keepable(strapi, connection.name, source, own);
      const linkTo = target?.id ?? null;
      await makeAccount(strapi, connection, { ...source, keep }, { linkTo, email: own });
      if (target) await noteLink(target, connection, source, key);
      return !target;
    });

  const followEmail = async (
    trx: Knex.Transaction,
    connection: ConnectionRef,
    { email }: SourceProfile,
    account: Row
  ): Promise<void> => {
    if (!email || email === account.email) return;
    if ((await freeEmail(connection, email)) === null) return;
    await strapi.db
      .query(STRAPI_UIDS.account)
      .update({ where: { id: account.id }, data: { email } });
    await on(strapi, trx, UIDS.user)
      .whereIn(
        'id',
        on(strapi, trx, UIDS.identity).where({ account: account.document_id }).select('user_id')
      )
      .update({ email_verified: false });
  };

  /** What must change on a profile for it to say what the source of its primary identity says. */
  const changesBy = (user: Row, account: Row, { data }: SourceProfile): Record<string, unknown> => {
    const overrides = asJson<string[]>(user.overrides, []);
    const wanted: Record<string, unknown> = {
      given_name: null,
      family_name: null,
      picture: null,
      ...mirroredAttributes(accountOf(account), data, overrides),
      ...rootAttributesIn(data),
    };
    if (!accountOf(account).isNative) wanted.username = usernameIn(data);
    const said = Object.entries(wanted).filter(([key]) => !overrides.includes(key));
    const current: Record<string, unknown> = { ...user, blocked: asBoolean(user.blocked) };
    return Object.fromEntries(said.filter(([key, value]) => (current[key] ?? null) !== value));
  };

  /** Keeps what the source said, and lets the profile follow it where the identity is the primary. */
  const learn = async (
    trx: Knex.Transaction,
    connection: ConnectionRef,
    identity: Identity,
    source: SourceProfile,
    isFirst: boolean
  ): Promise<void> => {
    const isNews = !isDeepStrictEqual(asJson(identity.profile_data, {}), source.data);
    await on(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ profile_data: JSON.stringify(source.data), updated_at: new Date() });
    if (isNews) await getService(strapi, 'hub').profileChanged(trx, identity.user_id);
    const readAccount = (): Promise<Row | undefined> =>
      on(strapi, trx, STRAPI_UIDS.account)
        .where({ document_id: identity.account })
        .first(ACCOUNT_COLUMNS);
    const before = await readAccount();
    if (!before || !asBoolean(identity.is_primary)) return;
    const user = () => on(strapi, trx, UIDS.user).where({ id: identity.user_id });
    const follows = isFirst || connection.options.set_user_root_attributes !== 'on_first_login';
    if (follows && !accountOf(before).isNative) {
      await followEmail(trx, connection, source, before);
    }
    const account = (await readAccount()) ?? before;
    const row: Row = await user().first();
    const changes = follows ? changesBy(row, account, source) : {};
    if (source.emailVerified && source.email === row.email && !asBoolean(row.email_verified)) {
      changes.email_verified = true;
    }
    if (Object.keys(changes).length === 0) return;
    await user()
      .update({ ...changes, updated_at: new Date() })
      .increment('revision', 1);
    await getService(strapi, 'hub').profileChanged(trx, identity.user_id);
  };

  /** A blocked account closes its own way in, also where the person signs in as another one. */
  const isBlocked = async (trx: Knex.Transaction, { account }: Identity): Promise<boolean> => {
    const row: Row | undefined = await on(strapi, trx, STRAPI_UIDS.account)
      .where({ document_id: account ?? '' })
      .first('blocked');
    return asBoolean(row?.blocked);
  };

  const accountToUse = async (trx: Knex.Transaction, identity: Identity): Promise<number> => {
    const account = await accountOfPerson(strapi, trx, identity.user_id);
    if (account && !account.blocked && !(await isBlocked(trx, identity))) return account.id;
    throw new LoginRefusedError('blocked', 'Your account has been blocked by an administrator');
  };

  return {
    learn,
    findIdentity,
    requireSignup,

    /** The account of a person whom a source named, where there is one. */
    findAccount: (connection: string, { id }: SourceProfile): Promise<number | null> =>
      inTransaction(strapi, async (trx) => {
        const identity = await findIdentity(trx, identityKey(connection, id));
        if (!identity) return null;
        const account: Row | undefined = await on(strapi, trx, STRAPI_UIDS.account)
          .where({ document_id: identity.account })
          .first('id');
        return account?.id ?? null;
      }),

    /**
     * Signs in whoever the source said it is; makes account, identity and profile at the first time.
     *
     * @throws LoginRefusedError, ConflictError where the email is another user's
     */
    async complete(connection: ConnectionRef, source: SourceProfile): Promise<SignedIn> {
      const key = identityKey(connection.name, source.id);
      const known = await inTransaction(strapi, (trx) => findIdentity(trx, key));
      const created = known ? false : await signUp(connection, source, key);
      return inTransaction(strapi, async (trx) => {
        const identity = await holdIdentity(strapi, trx, { identity_key: key }, 'change');
        if (!identity) throw new LoginRefusedError('blocked', 'This user was deleted meanwhile');
        await learn(trx, connection, identity, source, created);
        await keepPassword(strapi, trx, identity, source);
        return { accountId: await accountToUse(trx, identity), identityKey: key, created };
      });
    },
  };
};
