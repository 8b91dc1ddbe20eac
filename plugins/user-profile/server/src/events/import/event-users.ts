import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import type { EventInput } from '../../../../shared/contracts/event-log';
import { identityKey } from '../../model/accounts/identities';
import { keysOfUserId } from '../../model/accounts/identities';
import { refOf, type ProfileRef } from '../../model/accounts/look-up';
import { asBoolean, query, type Row } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';

const COLUMNS = ['id', 'document_id', 'user_id', 'name', 'connection', 'email', 'email_verified'];

const keyOf = ({ connection, external_id: id }: EventInput): string | null =>
  connection && id ? identityKey(connection, id) : null;

/** An address alone says who it was only where both sides know that it is that person's. */
const emailOf = (event: EventInput): string | null =>
  event.email && event.email_verified === true ? event.email : null;

/** Once a user is linked to another, the `user_id` is the name of an identity of that one. */
const formerKeysOf = ({ user_id: id }: EventInput): string[] => (id ? keysOfUserId(id) : []);

interface Found {
  row: Row;
  identity: string | null;
}

export type FindEventUser = (event: EventInput) => ProfileRef | null;

/**
 * Looks up whose events they are, all at once. An event must never be pinned on another person: so
 * ids have to agree, an id that nobody has is not made up for by an email, and an email counts only
 * where it is verified on both sides and one user alone has it.
 *
 * @returns tells the owner of each of the events, or null where there is no such user; throws a
 *   ValidationError where ids are those of different users
 */
export const findEventUsers = async (
  strapi: Core.Strapi,
  events: EventInput[]
): Promise<FindEventUser> => {
  const users = strapi.db.metadata.get(UIDS.user).tableName;
  const identities = strapi.db.metadata.get(UIDS.identity).tableName;
  const usersBy = async (
    column: string,
    valueOf: (event: EventInput) => string | null | undefined
  ): Promise<Map<string, Row[]>> => {
    const values = [...new Set(events.map(valueOf).filter((value) => typeof value === 'string'))];
    const rows: Row[] = await query(strapi, UIDS.user).whereIn(column, values).select(COLUMNS);
    const found = new Map<string, Row[]>();
    for (const row of rows) {
      const value = String(row[column]);
      found.set(value, [...(found.get(value) ?? []), row]);
    }
    return found;
  };

  const byDocumentId = await usersBy('document_id', (event) => event.documentId);
  const byUserId = await usersBy('user_id', (event) => event.user_id);
  const byEmail = await usersBy('email', emailOf);
  const keys = events.flatMap((event) => [keyOf(event) ?? [], formerKeysOf(event)].flat());
  const withKeys: Row[] = await query(strapi, UIDS.identity)
    .join(users, `${users}.id`, `${identities}.user_id`)
    .whereIn('identity_key', [...new Set(keys)])
    .select('identity_key', ...COLUMNS.map((column) => `${users}.${column}`));
  const byKey = new Map(withKeys.map((row) => [String(row.identity_key), row]));

  const first = (rows: Row[] | undefined): Found | null =>
    rows ? { row: rows[0], identity: null } : null;

  const withKey = (key: string): Found | null => {
    const row = byKey.get(key);
    return row ? { row, identity: key } : null;
  };

  const formerly = (event: EventInput): Found | null => {
    const found = formerKeysOf(event).flatMap((key) => withKey(key) ?? []);
    return found.length === 1 ? found[0] : null;
  };

  const withEmail = (email: string): Found | null => {
    const [only, ...others] = byEmail.get(email) ?? [];
    const isCertain = only && others.length === 0 && asBoolean(only.email_verified);
    return isCertain ? { row: only, identity: null } : null;
  };

  /** What each id that the event carries leads to. */
  const namedBy = (event: EventInput): [path: string, found: Found | null][] => {
    const { documentId, user_id: userId } = event;
    const key = keyOf(event);
    const named: [string, Found | null][] = [];
    if (key) {
      named.push(['external_id', withKey(key)]);
    }
    if (documentId) {
      named.push(['documentId', first(byDocumentId.get(documentId))]);
    }
    if (userId) {
      named.push(['user_id', first(byUserId.get(userId)) ?? formerly(event)]);
    }
    return named;
  };

  return (event) => {
    const named = namedBy(event);
    if (new Set(named.map(([, found]) => found?.row.id ?? null)).size > 1) {
      const names = named.map(([path]) => path);
      const message = `${names.join(' and ')} are not ids of the same user`;
      throw validationError(names.map((path) => problem([path], message)));
    }
    const email = emailOf(event);
    const found = named.length > 0 ? named[0][1] : email && withEmail(email);
    return found ? refOf(found.row, found.identity) : null;
  };
};
