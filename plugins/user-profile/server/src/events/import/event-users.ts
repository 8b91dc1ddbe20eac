import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import type { EventInput } from '../../../../shared/contracts/event-log';
import { identityKey, keysOfUserId } from '../../model/accounts/identities';
import { refOf, type ProfileRef } from '../../model/accounts/look-up';
import { toUserRow, type UserRow } from '../../model/users/user-row';
import { query, tableName, type Row } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { groupBy } from '../../utils/group-by';

const COLUMNS = ['id', 'document_id', 'user_id', 'name', 'connection', 'email', 'email_verified'];

const keyOf = ({ connection, external_id: id }: EventInput): string | null =>
  connection && id ? identityKey(connection, id) : null;

/** An email address identifies a user only if both sides have verified it. */
const emailOf = (event: EventInput): string | null =>
  event.email && event.email_verified === true ? event.email : null;

/** The `user_id` of a linked user names an identity of the primary user. */
const formerKeysOf = ({ user_id: id }: EventInput): string[] => (id ? keysOfUserId(id) : []);

interface FoundUser {
  row: UserRow;
  identity: string | null;
}

export type FindEventUser = (event: EventInput) => ProfileRef | null;

/**
 * Looks up the users of all events at once. An event must never be attributed to the wrong user. Therefore
 * all ids must match the same user, an email address does not replace an unknown id, and it counts only if
 * it is verified on both sides and exactly one user has it.
 *
 * @returns a function that returns the user of an event, or null for an unknown user. It throws a
 *   ValidationError if the ids belong to different users.
 */
export const findEventUsers = async (
  strapi: Core.Strapi,
  events: EventInput[]
): Promise<FindEventUser> => {
  const users = tableName(strapi, UIDS.user);
  const identities = tableName(strapi, UIDS.identity);
  const usersBy = async (
    column: 'document_id' | 'user_id' | 'email',
    valueOf: (event: EventInput) => string | null | undefined
  ): Promise<Map<string, UserRow[]>> => {
    const values = [...new Set(events.map(valueOf).filter((value) => typeof value === 'string'))];
    const rows: Row[] = await query(strapi, UIDS.user).whereIn(column, values).select(COLUMNS);
    return groupBy(rows.map(toUserRow), (row) => String(row[column]));
  };

  const byDocumentId = await usersBy('document_id', (event) => event.documentId);
  const byUserId = await usersBy('user_id', (event) => event.user_id);
  const byEmail = await usersBy('email', emailOf);
  const keys = events.flatMap((event) => [keyOf(event) ?? [], formerKeysOf(event)].flat());
  const withKeys: Row[] = await query(strapi, UIDS.identity)
    .join(users, `${users}.id`, `${identities}.user_id`)
    .whereIn('identity_key', [...new Set(keys)])
    .select('identity_key', ...COLUMNS.map((column) => `${users}.${column}`));
  const byKey = new Map(withKeys.map((row) => [String(row.identity_key), toUserRow(row)]));

  const first = (rows: UserRow[] | undefined): FoundUser | null =>
    rows ? { row: rows[0], identity: null } : null;

  const withKey = (key: string): FoundUser | null => {
    const row = byKey.get(key);
    return row ? { row, identity: key } : null;
  };

  const formerly = (event: EventInput): FoundUser | null => {
    const found = formerKeysOf(event).flatMap((key) => withKey(key) ?? []);
    return found.length === 1 ? found[0] : null;
  };

  const withEmail = (email: string): FoundUser | null => {
    const [only, ...others] = byEmail.get(email) ?? [];
    const isCertain = only && others.length === 0 && only.email_verified;
    return isCertain ? { row: only, identity: null } : null;
  };

  /** The user that each id of the event leads to. */
  const namedBy = (event: EventInput): [path: string, found: FoundUser | null][] => {
    const { documentId, user_id: userId } = event;
    const key = keyOf(event);
    const named: [string, FoundUser | null][] = [];
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
      const message = `${names.join(' and ')} must be ids of the same user`;
      throw validationError(names.map((path) => problem([path], message)));
    }
    const email = emailOf(event);
    const found = named.length > 0 ? named[0][1] : email && withEmail(email);
    return found ? refOf(found.row, found.identity) : null;
  };
};
