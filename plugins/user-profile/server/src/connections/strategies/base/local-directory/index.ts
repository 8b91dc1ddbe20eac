import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../../../shared/constants';
import type { JsonObject } from '../../../../../../shared/contracts/users';
import { foldIdentifier } from '../../../../../../shared/email';
import { withEmail } from '../../../../model/accounts/account';
import { findIdentity } from '../../../../model/accounts/identities';
import { InvalidCredentialsError } from '../../../../model/connections/errors';
import { makeAccount, type AccountOptions } from '../../../../model/connections/make-account';
import { createPasswords } from '../../../../model/connections/passwords';
import { toSourceProfile, type SourceProfile } from '../../../../model/connections/source-profile';
import type {
  AccountRef,
  ConnectionRef,
  InvitedAccount,
  NewAccount,
  PasswordLogin,
} from '../../../../model/connections/strategy';
import { requireFreeEmail } from '../../../../model/connections/uniqueness';
import {
  asJson,
  asText,
  inTransaction,
  table,
  query,
  type Row,
} from '../../../../runtime/database/rows';
import { validationError } from '../../../../utils/errors';
import { checkPolicy, policyProblems } from './password-policy';
import { requireFreeLoginName, usernameProblems } from './usernames';

/** A user whose password is stored here. */
export interface LocalUser {
  account: Row;
  externalId: string;
  /** The profile data of the identity, with the email address of the account. */
  data: JsonObject;
}

const newId = (): string => randomBytes(12).toString('hex');

const attributesIn = ({
  password: _secret,
  user_metadata: _apart,
  account_fields: _ofAccount,
  ...attributes
}: InvitedAccount & { password?: string }): JsonObject =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

/** Users with passwords in accounts of Users & Permissions. Each connection has its own set of users. */
export const createDirectory = (strapi: Core.Strapi) => {
  const passwords = createPasswords(strapi);

  const findLocalUser = async (
    connection: string,
    identifier: string
  ): Promise<LocalUser | null> => {
    const name = foldIdentifier(identifier);
    const accounts = () => query(strapi, STRAPI_UIDS.account).where({ provider: connection });
    const identities = () => query(strapi, UIDS.identity).where({ connection });
    const byEmail: Row | undefined = await accounts()
      .where({ email: name })
      .first('id', 'document_id', 'email', 'password');
    const identity: Row | undefined = byEmail
      ? await identities().where({ account: byEmail.document_id }).first()
      : await identities().where({ login_name: name }).first();
    const account: Row | undefined =
      byEmail ?? (identity && (await accounts().where({ document_id: identity.account }).first()));
    if (!account || !identity) {
      return null;
    }
    const profileData = asJson<JsonObject>(identity.profile_data, {});
    return {
      account,
      externalId: String(identity.external_id),
      data: withEmail(profileData, asText(account.email)),
    };
  };

  /** @throws ValidationError that lists every problem */
  const newUser = (
    { options }: ConnectionRef,
    account: InvitedAccount & { password?: string }
  ): { source: SourceProfile; loginName: string | null } => {
    const { username, password } = account;
    const problems = [
      ...(password === undefined ? [] : policyProblems(options, password)),
      ...(username ? usernameProblems(options, username) : []),
    ];
    if (problems.length > 0) {
      throw validationError(problems);
    }
    const loginName = username?.toLowerCase() ?? null;
    const source = toSourceProfile(newId(), {
      ...attributesIn(account),
      ...(loginName ? { username: loginName } : {}),
    });
    const { email_verified: _unknown, ...data } = source.data;
    return { source: { ...source, data }, loginName };
  };

  const insert = (
    connection: ConnectionRef,
    made: SourceProfile,
    options: AccountOptions
  ): Promise<number> =>
    inTransaction(strapi, async () => {
      if (made.email) {
        await requireFreeEmail(strapi, made.email, connection.name);
      }
      const loginName = made.localCredentials?.loginName ?? null;
      await requireFreeLoginName(strapi, connection.name, loginName);
      return makeAccount(strapi, connection, made, options);
    });

  return {
    passwords,
    findLocalUser,

    /**
     * Checks a password against the one stored here. Takes the same time for an unknown user.
     *
     * @throws InvalidCredentialsError
     */
    async authenticate(
      { name }: ConnectionRef,
      { identifier, password }: PasswordLogin
    ): Promise<SourceProfile> {
      const user = await findLocalUser(name, identifier);
      const isRight = await passwords.matches(password, asText(user?.account.password));
      if (user && isRight) {
        const { externalId: id, data } = user;
        return { id, email: asText(data.email), emailVerified: false, data, dropped: [] };
      }
      throw new InvalidCredentialsError(user ? 'wrong_password' : 'unknown_user');
    },

    /**
     * Validates a new user and hashes the password. Hashing is slow, so it runs outside of any transaction.
     *
     * @throws ValidationError that lists every problem
     */
    async prepare(connection: ConnectionRef, account: NewAccount): Promise<SourceProfile> {
      const { source, loginName } = newUser(connection, account);
      const passwordHash = await passwords.hash(account.password);
      return { ...source, localCredentials: { passwordHash, loginName } };
    },

    /**
     * @returns the id of the account
     * @throws ConflictError if the email address or the username is taken
     */
    createAccount: (
      connection: ConnectionRef,
      made: SourceProfile,
      { account_fields: accountFields }: NewAccount
    ): Promise<number> => insert(connection, made, { accountFields }),

    /**
     * Creates an account without a password.
     *
     * @returns the id of the account
     * @throws ValidationError that lists every problem
     * @throws ConflictError if the email address or the username is taken
     */
    async createInvited(connection: ConnectionRef, account: InvitedAccount): Promise<number> {
      const { source, loginName } = newUser(connection, account);
      const made = { ...source, localCredentials: { passwordHash: null, loginName } };
      const accountFields = account.account_fields;
      return insert(connection, made, { accountFields, confirmed: false });
    },

    /** @throws ConflictError */
    changeEmail: (connection: ConnectionRef, { id }: AccountRef, email: string): Promise<void> =>
      inTransaction(strapi, async (trx) => {
        await requireFreeEmail(strapi, email, connection.name, id);
        const { documentId } = await strapi.db
          .query(STRAPI_UIDS.account)
          .update({ where: { id }, data: { email } });
        const identity = await findIdentity(strapi, { account: documentId });
        await table(strapi, trx, UIDS.identity)
          .where({ account: documentId })
          .update({ profile_data: JSON.stringify(withEmail(identity?.profile_data ?? {}, email)) });
      }),

    /** @throws ValidationError that lists every rule that the password breaks */
    async changePassword(
      { options }: ConnectionRef,
      { id }: AccountRef,
      password: string
    ): Promise<void> {
      checkPolicy(options, password);
      const data = { password: await passwords.hash(password) };
      await strapi.db.query(STRAPI_UIDS.account).update({ where: { id }, data });
    },
  };
};
