import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { isInvited } from '../../model/accounts/invitations';
import { hasTakenLoginName } from '../../model/connections/uniqueness';
import { neverThrows } from '../../runtime/never-throws';
import { hasNoProvider, LOCAL_PROVIDER } from '../../utils/provider-of';
import type { AccountState } from './log-account-changes';

/** A bulk change of more rows is left to a reconcile pass. */
export const MAX_BULK = 1000;
/** Deletions have no limit: a pass cannot tell later which users were deleted on purpose. */
const DELETED_PAGE = 1000;

const TOKENS = ['confirmationToken', 'resetPasswordToken'] as const;

export interface AccountRow extends AccountState, Record<(typeof TOKENS)[number], string | null> {
  documentId: string;
  username: string | null;
  provider: string | null;
  confirmed: boolean | null;
  password: string | null;
}

export type DeletedAccount = Pick<AccountRow, 'id' | 'documentId'>;

export interface AccountEvent {
  params: { where?: Record<string, unknown>; data?: Record<string, unknown> };
  result?: Partial<AccountRow> | null;
  state: { rows?: AccountRow[] };
}

export interface DeletionEvent {
  params: { where?: Record<string, unknown>; filters?: unknown; _q?: string };
  result?: { id?: number } | null;
  state: { deleted?: DeletedAccount[] };
}

const findMatching = (strapi: Core.Strapi, event: AccountEvent): Promise<AccountRow[]> =>
  strapi.db.query(STRAPI_UIDS.account).findMany({
    select: [
      'id',
      'documentId',
      'email',
      'username',
      'provider',
      'blocked',
      'confirmed',
      'password',
      ...TOKENS,
    ],
    where: event.params.where ?? {},
    limit: MAX_BULK,
  });

/** Must run before the change: afterwards the condition may match none of the rows. */
const rememberAccounts = async (strapi: Core.Strapi, event: AccountEvent): Promise<void> => {
  const rows = await neverThrows(strapi, 'which accounts change', () =>
    findMatching(strapi, event)
  );
  event.state.rows = rows ?? [];
};

const findDeleted = async (
  strapi: Core.Strapi,
  { _q, filters, where }: DeletionEvent['params']
): Promise<DeletedAccount[]> => {
  const found: DeletedAccount[] = [];
  for (let last = 0; ;) {
    const page: DeletedAccount[] = await strapi.db.query(STRAPI_UIDS.account).findMany({
      select: ['id', 'documentId'],
      _q,
      filters,
      where: { $and: [where ?? {}, { id: { $gt: last } }] },
      orderBy: { id: 'asc' },
      limit: DELETED_PAGE,
    });
    found.push(...page);
    if (page.length < DELETED_PAGE) {
      return found;
    }
    last = page[page.length - 1].id;
  }
};

/** Must run before the deletion, and reads what the query engine deletes (@strapi/database 5.54.0, `deleteMany`). */
export const rememberDeleted = async (strapi: Core.Strapi, event: DeletionEvent): Promise<void> => {
  event.state.deleted = await neverThrows(strapi, 'which accounts are deleted', () =>
    findDeleted(strapi, event.params)
  );
};

/** Accounts are found by the one form of their email address, but other code may store another spelling. */
export const normalizeEmail = ({ params }: AccountEvent): void => {
  if (typeof params.data?.email === 'string') {
    params.data = { ...params.data, email: foldIdentifier(params.data.email) };
  }
};

/**
 * A token proves the email address that it was sent to, so it ends when the email address changes. A new
 * token in the same write stays.
 */
const endTokens = ({ params, state: { rows = [] } }: AccountEvent): void => {
  const { data } = params;
  if (data?.email === undefined) {
    return;
  }
  const isSame =
    rows.length > 0 &&
    rows.length < MAX_BULK &&
    rows.every(({ email }) => (email ? foldIdentifier(email) : null) === data.email);
  if (isSame) {
    return;
  }
  const isNew = (token: (typeof TOKENS)[number]) =>
    Boolean(data[token]) && rows.every((row) => row[token] !== data[token]);
  const ended = TOKENS.filter((token) => !isNew(token)).map((token) => [token, null]);
  params.data = { ...data, ...Object.fromEntries(ended) };
};

/**
 * Users & Permissions finds accounts by the provider `local`, so the password of an account without a provider
 * has no effect. Setting a password gives it the provider, unless another account logs in with the same name.
 */
const completeProvider = async (
  strapi: Core.Strapi,
  { params, state: { rows = [] } }: AccountEvent
): Promise<void> => {
  const { data } = params;
  const isMeant = data?.password && hasNoProvider(data.provider) && rows.length === 1;
  if (!isMeant || !hasNoProvider(rows[0].provider)) {
    return;
  }
  const isTaken = await neverThrows(strapi, 'the provider of an account', () =>
    hasTakenLoginName(strapi, rows[0])
  );
  if (isTaken === false) {
    params.data = { ...data, provider: LOCAL_PROVIDER };
  }
};

/** A password that an admin sets, or the user after a mail, makes an invited user a confirmed one. */
const confirmInvited = async (
  strapi: Core.Strapi,
  { params, state: { rows = [] } }: AccountEvent
): Promise<void> => {
  const { data } = params;
  const isMeant = data?.password && data.confirmed !== true && rows.length === 1;
  if (!isMeant || rows[0].confirmed === true) {
    return;
  }
  const invited = await neverThrows(strapi, 'an invitation', () => isInvited(strapi, rows[0].id));
  if (invited) {
    params.data = { ...data, confirmed: true };
  }
};

/** Remembers the accounts, and completes the change by what follows from it. */
export const beforeAccountChange = async (
  strapi: Core.Strapi,
  event: AccountEvent
): Promise<void> => {
  await rememberAccounts(strapi, event);
  normalizeEmail(event);
  endTokens(event);
  await completeProvider(strapi, event);
  await confirmInvited(strapi, event);
};
