import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import type { JsonObject } from '../../../../../shared/contracts/json';
import { ACCOUNT_COLUMNS, accountOf, type Account } from '../../../model/accounts/account';
import { isSettable, ownFields } from '../../../model/accounts/own-fields';
import { foldedFor } from '../../../model/users/folded-columns';
import { toUserRow, type UserRow } from '../../../model/users/user-row';
import {
  asBoolean,
  asDate,
  asJson,
  asText,
  columnOf,
  query,
  type Row,
  whereAny,
} from '../../../runtime/database/rows';
import { foldCase } from '../../../utils/fold-text';
import { loginNameOf, ownKeyOf, type Candidate } from './candidate';

/** An account with what an import compares. */
export interface FoundAccount extends Account {
  password: string | null;
  row: Row;
}

export interface FoundIdentity {
  id: number;
  userId: number;
  key: string;
  connection: string;
  account: string | null;
  isPrimary: boolean;
  /** The username of a connection that stores passwords in the plugin. */
  loginName: string | null;
  claims: JsonObject;
  hasLoggedIn: boolean;
  importedDigest: string | null;
}

/** What the site has that the users of a batch may be, or may conflict with. */
export interface Existing {
  users: Map<number, UserRow>;
  /** Row ids by `user_id`. */
  byUserId: Map<string, number>;
  identities: FoundIdentity[];
  byKey: Map<string, FoundIdentity>;
  byAccount: Map<string, FoundIdentity>;
  accounts: Map<string, FoundAccount>;
  byEmail: Map<string, FoundAccount[]>;
  /** By the folded username, of accounts whose users chose it. */
  byUsername: Map<string, FoundAccount[]>;
}

const unique = (values: (string | null | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string' && value !== '')),
];

/** Those of the account fields of the site are compared too. */
const accountColumns = (strapi: Core.Strapi): string[] =>
  unique([
    ...ACCOUNT_COLUMNS,
    'password',
    ...ownFields(strapi)
      .filter(isSettable)
      .map(({ name }) => columnOf(strapi, STRAPI_UIDS.account, name)),
  ]);

const add = <Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void => {
  map.set(key, [...(map.get(key) ?? []), value]);
};

const identityOf = (row: Row): FoundIdentity => ({
  id: row.id,
  userId: Number(row.user_id),
  key: String(row.identity_key),
  connection: String(row.connection),
  account: asText(row.account),
  isPrimary: asBoolean(row.is_primary),
  loginName: asText(row.login_name),
  claims: asJson<JsonObject>(row.profile_data, {}),
  hasLoggedIn: asDate(row.last_login) !== null,
  importedDigest: asText(row.imported_digest),
});

/** Username and email address are one name space for logins, so both are looked up as both. */
const namesOf = (candidates: Candidate[]): string[] =>
  unique(candidates.flatMap(({ accountName }) => accountName));

const spellingsOf = (names: string[]): string[] =>
  unique(names.flatMap((name) => [name, name.normalize('NFC'), name.normalize('NFD')]));

/** The number of statements does not depend on that of the users and their identities. */
export const findExisting = async (strapi: Core.Strapi, users: Candidate[]): Promise<Existing> => {
  const candidates = users.flatMap((user) => [user, ...user.linked]);
  const columns = accountColumns(strapi);
  const accounts = () => query(strapi, STRAPI_UIDS.account).select(columns);
  const names = namesOf(candidates);
  const emails = unique(candidates.map(({ email }) => email));
  const userIds = unique(candidates.map(({ ids }) => ids.userId));
  const keys = unique(candidates.map(ownKeyOf));
  const any = (rows: Knex.QueryBuilder, column: string, values: string[]) =>
    whereAny(strapi, rows, column, values);
  const userRows: Row[] = await any(query(strapi, UIDS.user), 'user_id', userIds).select(
    'id',
    'user_id'
  );
  const folded = unique(names.map((name) => foldedFor('username', name)));
  const named = any(query(strapi, UIDS.user), 'folded_username', folded).select('id');
  const ofNamed = query(strapi, UIDS.identity)
    .whereIn('user_id', named)
    .whereNotNull('account')
    .select('account');
  const logins = unique([...emails, ...names.map((name) => name.toLowerCase())]);
  const documentIds = unique(candidates.map(({ ids }) => ids.documentId));
  const accountRows: Row[] = [
    ...(await any(accounts(), 'email', logins)),
    ...(await any(accounts(), 'username', spellingsOf(names))),
    ...(await accounts().whereIn('document_id', ofNamed)),
    ...(documentIds.length > 0 ? await any(accounts(), 'document_id', documentIds) : []),
  ];
  const found: Existing = {
    users: new Map(),
    byUserId: new Map(userRows.map((row) => [String(row.user_id), row.id])),
    identities: [],
    byKey: new Map(),
    byAccount: new Map(),
    accounts: new Map(),
    byEmail: new Map(),
    byUsername: new Map(),
  };
  for (const row of accountRows) {
    const account: FoundAccount = { ...accountOf(row), password: asText(row.password), row };
    if (found.accounts.has(account.documentId)) {
      continue;
    }
    found.accounts.set(account.documentId, account);
    if (account.email !== null) {
      add(found.byEmail, account.email, account);
    }
    if (account.ownUsername !== null) {
      add(found.byUsername, foldCase(account.ownUsername), account);
    }
  }
  const withLogin = candidates.filter((each) => loginNameOf(each) !== null);
  const keysOfIdentities: IdentityKeys = {
    keys,
    connections: unique(withLogin.map(({ target }) => target.connection.name)),
    loginNames: unique(withLogin.map(loginNameOf)),
  };
  return completeExisting(strapi, found, keysOfIdentities, columns);
};

interface IdentityKeys {
  keys: string[];
  /** The index of usernames begins with the connection. */
  connections: string[];
  loginNames: string[];
}

/** Adds the identities and users of what was found, and the accounts of those users. */
const completeExisting = async (
  strapi: Core.Strapi,
  found: Existing,
  { keys, connections, loginNames }: IdentityKeys,
  columns: string[]
): Promise<Existing> => {
  const hasLoginName = (rows: Knex.QueryBuilder) =>
    rows.whereIn('connection', connections).whereIn('login_name', loginNames);
  const rowIds = [...found.byUserId.values()];
  const owned = [...found.accounts.keys()];
  if (rowIds.length + owned.length === 0) {
    const any =
      keys.length + loginNames.length > 0 &&
      (await query(strapi, UIDS.identity)
        .where((either) => either.whereIn('identity_key', keys).orWhere(hasLoginName))
        .first('id'));
    if (!any) {
      return found;
    }
  }
  const rows: Row[] = await query(strapi, UIDS.identity).where((any) =>
    any
      .whereIn('identity_key', keys)
      .orWhereIn('account', owned)
      .orWhereIn('user_id', rowIds)
      .orWhere(hasLoginName)
  );
  found.identities = rows.map(identityOf);
  found.byKey = new Map(found.identities.map((each) => [each.key, each]));
  found.byAccount = new Map(
    found.identities.flatMap((each) => (each.account === null ? [] : [[each.account, each]]))
  );
  const ids = [...new Set([...rowIds, ...found.identities.map(({ userId }) => userId)])];
  const userRows: Row[] = await query(strapi, UIDS.user).whereIn('id', ids);
  found.users = new Map(userRows.map((row) => [row.id, toUserRow(row)]));
  const missing = [...found.byAccount.keys()].filter((id) => !found.accounts.has(id));
  const others: Row[] = await query(strapi, STRAPI_UIDS.account)
    .whereIn('document_id', missing)
    .select(columns);
  for (const row of others) {
    const account = accountOf(row);
    found.accounts.set(account.documentId, { ...account, password: asText(row.password), row });
  }
  return found;
};
