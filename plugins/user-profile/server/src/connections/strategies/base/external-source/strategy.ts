import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { STRAPI_UIDS } from '../../../../../../shared/constants';
import { MAX_PASSWORD_BYTES } from '../../../../../../shared/user-fields';
import { findIdentity, identityKey } from '../../../../model/accounts/identities';
import { InvalidCredentialsError, SourceError } from '../../../../model/connections/errors';
import { usernameIn, type SourceProfile } from '../../../../model/connections/source-profile';
import type {
  AtSource,
  ConnectionRef,
  NewAccount,
  PasswordLogin,
  Strategy,
} from '../../../../model/connections/strategy';
import { requireFreeEmail } from '../../../../model/connections/uniqueness';
import { asText, inTransaction, query, table, type Row } from '../../../../runtime/database/rows';
import { ConflictError, validationError, coded } from '../../../../utils/errors';
import { getService } from '../../../../utils/service';
import { sendVerificationEmail } from '../../users-permissions/mail';
import { createDirectory } from '../local-directory';
import { checkPolicy, policyProblems, policyRules } from '../local-directory/password-policy';
import { loginNameFromUsername, usernameProblems } from '../local-directory/usernames';
import type { SourceOperations } from './operations';
import { profileFromResponse } from './parse-response';

type SetUp =
  'name' | 'options' | 'secrets' | 'destinations' | 'configOnly' | 'functionProblems' | 'test';

export interface SourceKind extends Pick<Strategy, SetUp> {
  operations(connection: ConnectionRef): SourceOperations;
}

const imports = ({ options }: ConnectionRef): boolean => options.import_mode === true;

/** A strategy whose source stores users and passwords. In import mode they move here, one login at a time. */
export const createSourceStrategy = (strapi: Core.Strapi, kind: SourceKind): Strategy => {
  const directory = createDirectory(strapi);
  const { operations, ...setUp } = kind;

  const profileOf = (
    { options }: ConnectionRef,
    response: Parameters<typeof profileFromResponse>[0],
    identifier: string
  ): SourceProfile => profileFromResponse(response, identifier, options.allow_aliases === true);

  const storedHash = async (connection: ConnectionRef, id: string): Promise<string | null> => {
    const identity = await findIdentity(strapi, { identity_key: identityKey(connection.name, id) });
    const account: Row | undefined = identity?.account
      ? await query(strapi, STRAPI_UIDS.account)
          .where({ document_id: identity.account })
          .first('password')
      : undefined;
    return asText(account?.password);
  };

  /** Import mode was on and may be again. The hash here would then accept the password that was replaced. */
  const removeStoredHash = async (trx: Knex.Transaction, id: number): Promise<void> => {
    const account = () => table(strapi, trx, STRAPI_UIDS.account).where({ id });
    const stored: Row | undefined = await account().whereNotNull('password').first('document_id');
    if (stored) {
      await account().update({ password: null });
      await getService(strapi, 'imported-passwords').removeUnused(trx, [
        String(stored.document_id),
      ]);
    }
  };

  /**
   * Adds the password to the profile, to be stored here. If another login has imported the user in the
   * meantime, the stored password counts, since it may be newer. A password that bcrypt would truncate is
   * not imported: the source keeps checking it.
   */
  const withCredentials = async (
    connection: ConnectionRef,
    source: SourceProfile,
    password: string
  ): Promise<SourceProfile> => {
    const hash = await storedHash(connection, source.id);
    if (hash && (await directory.passwords.matches(password, hash))) {
      return source;
    }
    if (hash) {
      throw new InvalidCredentialsError('wrong_password');
    }
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
      return source;
    }
    const loginName = loginNameFromUsername(usernameIn(source.data));
    const passwordHash = await directory.passwords.hash(password);
    return { ...source, localCredentials: { passwordHash, loginName } };
  };

  const authenticate = async (
    connection: ConnectionRef,
    login: PasswordLogin
  ): Promise<SourceProfile | null> => {
    const localUser = imports(connection)
      ? await directory.findLocalUser(connection.name, login.identifier)
      : null;
    if (localUser?.account.password) {
      return directory.authenticate(connection, login);
    }
    const response = await operations(connection).login(login);
    if (!response) {
      return null;
    }
    const source = profileOf(connection, response, login.identifier);
    return imports(connection) ? withCredentials(connection, source, login.password) : source;
  };

  const checkNew = ({ options }: ConnectionRef, { password, username }: NewAccount): void => {
    const problems = [
      ...policyProblems(options, password),
      ...(username ? usernameProblems(options, username) : []),
    ];
    if (problems.length > 0) {
      throw validationError(problems);
    }
  };

  /**
   * In import mode, new users are created here. The source is still asked whether it has them: otherwise
   * a stranger could sign up with the email address of a user who is not imported yet.
   */
  const create = async (connection: ConnectionRef, account: NewAccount): Promise<SourceProfile> => {
    checkNew(connection, account);
    const { email, username } = account;
    await requireFreeEmail(strapi, email, connection.name);
    const { getUser, create: createThere } = operations(connection);
    if (getUser && (await getUser(email))) {
      throw new ConflictError(coded('email_taken_at_source'), ['email']);
    }
    if (imports(connection)) {
      if (username && (await getUser?.(username))) {
        throw new ConflictError(coded('username_taken_at_source'), ['username']);
      }
      return directory.prepare(connection, account);
    }
    const response = (await createThere?.(account)) ?? (await getUser?.(email));
    if (!response) {
      throw new SourceError('invalid_response', coded('source_did_not_create'));
    }
    const source = profileOf(connection, response, email);
    return { ...source, email: source.email ?? email };
  };

  const atSource: AtSource = {
    create,
    async changeEmail(connection, user, email) {
      if (!imports(connection)) {
        await operations(connection).changeEmail?.(user, email);
      }
    },
    async changePassword(connection, user, password) {
      if (!imports(connection)) {
        await operations(connection).changePassword?.(user, password);
      }
    },
    async verifyEmail(connection, user) {
      const { getUser, verifyEmail } = operations(connection);
      if (imports(connection) || !verifyEmail || user.email === null) {
        return;
      }
      if (getUser) {
        // The email address may have changed at the source since the link was mailed.
        const response = await getUser(user.email);
        const current = response && profileOf(connection, response, user.email);
        if (current?.id !== user.externalId || current.email !== user.email) {
          throw new errors.ValidationError('The email address of this user has changed');
        }
      }
      await verifyEmail(user);
    },
    // In import mode too: a user left at the source would be imported again at the next login.
    async delete(connection, user) {
      await operations(connection).delete?.(user);
    },
  };

  const supports = (connection: ConnectionRef, method: keyof Strategy): boolean => {
    const { getUser, create: createThere, changeEmail, changePassword } = operations(connection);
    if (imports(connection)) {
      return method !== 'createAccount' || getUser !== undefined;
    }
    if (method === 'createAccount') {
      return createThere !== undefined;
    }
    if (method === 'changeEmail') {
      return changeEmail !== undefined;
    }
    if (method === 'changePassword' || method === 'sendPasswordReset') {
      return changePassword !== undefined;
    }
    return true;
  };

  return {
    ...setUp,
    type: 'database',
    username: ({ options }) => (options.requires_username ? 'required' : 'none'),
    passwordRules: ({ options }) => policyRules(options),
    supports,
    storesPasswords: imports,
    checkPassword: async ({ options }, password) => checkPolicy(options, password),
    atSource,
    async createAccount(connection, account, made) {
      const source = made ?? (await create(connection, account));
      return directory.createAccount(connection, source, account);
    },
    changeEmail: directory.changeEmail,
    async changePassword(connection, account, password) {
      if (imports(connection)) {
        await directory.changePassword(connection, account, password);
      } else {
        await inTransaction(strapi, async (trx) => {
          await removeStoredHash(trx, account.id);
          await getService(strapi, 'accounts').recordPasswordChange(trx, account.id);
        });
      }
    },
    sendVerificationEmail: (account) => sendVerificationEmail(strapi, account),
    sendPasswordReset: (connection, account, sendResetCode) => sendResetCode(connection, account),
    authenticate,
  };
};
