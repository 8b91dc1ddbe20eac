import type { Core } from '@strapi/types';
import { UIDS } from '../../../../../shared/constants';
import type { SentEvent } from '../../../../../shared/contracts/log';
import { identityKey } from '../../../capture/accounts/attributes';
import { refOf, type ProfileRef } from '../../../capture/accounts/service';
import { asBoolean, read, type Row } from '../../../database/rows';
import { problem, validationError } from '../../../utils/errors';

const COLUMNS = ['id', 'document_id', 'user_id', 'name', 'connection', 'email', 'email_verified'];

const textsOf = (events: SentEvent[], pick: (event: SentEvent) => string | null): string[] => [
  ...new Set(events.map(pick).filter((text) => text !== null)),
];

const keyOf = ({ connection, external_id: id }: SentEvent): string | null =>
  connection && id ? identityKey(connection, id) : null;

/** An address alone says who it was only where both sides know that it is that person's. */
const emailOf = (event: SentEvent): string | null =>
  event.email && event.email_verified === true ? event.email : null;

export type FindOwner = (event: SentEvent) => ProfileRef | null;

/**
 * Looks up whose events they are, all at once. An event must never be pinned on another person: so
 * ids have to agree, an id that nobody has is not made up for by an email, and an email counts only
 * where it is verified on both sides and one user alone has it.
 *
 * @returns tells the owner of each of the events, or null where there is no such user; throws a
 *   ValidationError where ids are those of different users
 */
export const findOwners = async (strapi: Core.Strapi, events: SentEvent[]): Promise<FindOwner> => {
  const users = strapi.db.metadata.get(UIDS.user).tableName;
  const identities = strapi.db.metadata.get(UIDS.identity).tableName;
  const usersBy = (column: string, values: string[]): PromiseLike<Row[]> =>
    read(strapi, UIDS.user).whereIn(column, values).select(COLUMNS);
  const indexed = (rows: Row[], column: string): Map<string, Row> =>
    new Map(rows.map((row) => [String(row[column]), row]));

  const byDocumentId = indexed(
    await usersBy(
      'document_id',
      textsOf(events, (event) => event.documentId ?? null)
    ),
    'document_id'
  );
  const byUserId = indexed(
    await usersBy(
      'user_id',
      textsOf(events, (event) => event.user_id ?? null)
    ),
    'user_id'
  );
  const byKey = indexed(
    await read(strapi, UIDS.identity)
      .join(users, `${users}.id`, `${identities}.user_id`)
      .whereIn('identity_key', textsOf(events, keyOf))
      .select('identity_key', ...COLUMNS.map((column) => `${users}.${column}`)),
    'identity_key'
  );
  const withEmail = await usersBy('email', textsOf(events, emailOf));

  const byEmail = (email: string): Row | null => {
    const [only, ...others] = withEmail.filter((row) => row.email === email);
    return only && others.length === 0 && asBoolean(only.email_verified) ? only : null;
  };

  return (event) => {
    const key = keyOf(event);
    const named: [path: string, row: Row | undefined][] = [
      ...(event.documentId
        ? [['documentId', byDocumentId.get(event.documentId)] as [string, Row | undefined]]
        : []),
      ...(event.user_id
        ? [['user_id', byUserId.get(event.user_id)] as [string, Row | undefined]]
        : []),
      ...(key ? [['external_id', byKey.get(key)] as [string, Row | undefined]] : []),
    ];
    if (new Set(named.map(([, row]) => row?.id ?? null)).size > 1) {
      const names = named.map(([path]) => path);
      const message = `${names.join(' and ')} are not ids of the same user`;
      throw validationError(names.map((path) => problem([path], message)));
    }
    const email = emailOf(event);
    const row = named.length > 0 ? named[0][1] : email && byEmail(email);
    return row ? refOf(row, key) : null;
  };
};
