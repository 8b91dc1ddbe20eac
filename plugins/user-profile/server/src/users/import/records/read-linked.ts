import { isJsonObject, type JsonObject } from '../../../../../shared/contracts/json';
import { readAuth0Password } from '../../../model/accounts/imported-passwords/read-auth0-password';
import { coded, codedInput } from '../../../utils/errors';
import { createFieldReader } from './field-reader';
import { lineProblem, type ImportUser, type LinkedUser, type LineProblem } from './import-user';
import { attributesIn, onlyKeysOf, readClaims } from './read-source';

/** Each identity becomes an account, so one line must not become thousands of them. */
const MAX_IDENTITIES = 20;
const MAX_CONNECTION = 255;

interface LinkedRead {
  linked: LinkedUser[];
  problems: LineProblem[];
}

type Format = 'auth0' | 'export';

/** What the accounts of all identities of a user have in common. */
type Owner = Pick<ImportUser, 'line' | 'blocked' | 'createdAt'>;

/** A user with this identity alone would have it before the bar of the `user_id`. */
const prefixOf = ({ provider }: JsonObject, connection: string | null, format: Format): string =>
  format === 'auth0' && typeof provider === 'string' ? provider : (connection ?? '');

const readOne = (
  { line, blocked, createdAt }: Owner,
  field: string,
  identity: JsonObject,
  format: Format
): { user: LinkedUser; problems: LineProblem[] } => {
  const reader = createFieldReader(line, identity);
  const stated = reader.object('profileData') ?? {};
  const source = readClaims(reader, stated);
  const externalId = reader.id('user_id');
  const connection = reader.text('connection', MAX_CONNECTION);
  if (externalId === null && reader.problems.length === 0) {
    reader.reject('user_id', codedInput('is required', 'input_required'));
  }
  const user: LinkedUser = {
    line,
    field,
    userId: externalId && `${prefixOf(identity, connection, format)}|${externalId}`,
    externalId,
    connection,
    source: {
      ...source,
      data: format === 'export' ? onlyKeysOf(stated, source.data) : source.data,
    },
    attributes: attributesIn(stated),
    mentionsVerified: false,
    phoneVerified: null,
    userMetadata: null,
    appMetadata: null,
    accountFields: null,
    blocked,
    role: null,
    createdAt,
    lastLogin: null,
    lastIp: null,
    loginsCount: null,
    lastPasswordReset: null,
    password: reader.password(() => readAuth0Password(identity)),
    linked: [],
    ignored: [],
  };
  const problems = reader.problems.map((problem) => ({
    ...problem,
    field: problem.field === null ? field : `${field}.${problem.field}`,
  }));
  return { user, problems };
};

/** Reads the identities of a record after the first one, which is that of the user. */
export const readLinked = (record: JsonObject, owner: Owner, format: Format): LinkedRead => {
  const { line } = owner;
  const [, ...others] = Array.isArray(record.identities) ? record.identities : [];
  if (others.length >= MAX_IDENTITIES) {
    const text = coded('import_identities', { max: MAX_IDENTITIES });
    return { linked: [], problems: [lineProblem(line, 'identities', text)] };
  }
  const read: LinkedRead = { linked: [], problems: [] };
  for (const [index, identity] of others.entries()) {
    const field = `identities[${index + 1}]`;
    if (isJsonObject(identity)) {
      const { user, problems } = readOne(owner, field, identity, format);
      read.linked.push(user);
      read.problems.push(...problems);
    } else {
      read.problems.push(lineProblem(line, field, coded('import_object')));
    }
  }
  return read;
};
