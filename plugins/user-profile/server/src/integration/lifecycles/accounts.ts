import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { endInvitations, isInvited } from '../../model/accounts/invitations';
import { findOutdatedAccounts } from '../../model/accounts/outdated-accounts';
import { hasTakenLoginName } from '../../model/connections/uniqueness';
import { actorOfRequest, currentActor } from '../../request/actor';
import { currentAttempt } from '../../request/attempt';
import { mustKeepSessions } from '../../request/keep-sessions';
import { afterCommit } from '../../runtime/after-commit';
import { neverThrows } from '../../runtime/never-throws';
import { hasNoProvider, LOCAL_PROVIDER } from '../../utils/provider-of';
import { getService } from '../../utils/service';
import { removeAccount } from './account-removal';
import { logAccountChanges, type AccountState } from './log-account-changes';

/** A bulk change of more rows is left to the next reconcile pass. */
const MAX_BULK = 1000;

const TOKENS = ['confirmationToken', 'resetPasswordToken'] as const;

interface Rows extends AccountState, Record<(typeof TOKENS)[number], string | null> {
  documentId: string;
  username: string | null;
  provider: string | null;
  confirmed: boolean | null;
}

interface LifecycleEvent {
  params: { where?: Record<string, unknown>; data?: Record<string, unknown> };
  result?: Partial<Rows> | null;
  state: { rows?: Rows[] };
}

const findMatching = (strapi: Core.Strapi, event: LifecycleEvent): Promise<Rows[]> =>
  strapi.db.query(STRAPI_UIDS.account).findMany({
    select: [
      'id',
      'documentId',
      'email',
      'username',
      'provider',
      'blocked',
      'confirmed',
      ...TOKENS,
    ],
    where: event.params.where ?? {},
    limit: MAX_BULK,
  });

/** Must run before the change: afterwards the condition may match none of the rows. */
const rememberRows = async (strapi: Core.Strapi, event: LifecycleEvent): Promise<void> => {
  const rows = await neverThrows(strapi, 'which accounts change', () =>
    findMatching(strapi, event)
  );
  event.state.rows = rows ?? [];
};

/** Accounts are found by the one form of their email address, but other code may store another spelling. */
const normalizeEmail = ({ params }: LifecycleEvent): void => {
  if (typeof params.data?.email === 'string') {
    params.data = { ...params.data, email: foldIdentifier(params.data.email) };
  }
};

/**
 * A token proves the email address that it was sent to, so it ends when the email address changes. A new
 * token in the same write stays.
 */
const endTokens = ({ params, state: { rows = [] } }: LifecycleEvent): void => {
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
  { params, state: { rows = [] } }: LifecycleEvent
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
  { params, state: { rows = [] } }: LifecycleEvent
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

/** Another email address, a block or a password ends an invitation. */
const endInvitationsOf = async (
  strapi: Core.Strapi,
  { params: { data }, state: { rows = [] } }: LifecycleEvent
): Promise<void> => {
  const hasPassword = Boolean(data?.password);
  const isOtherEmail = ({ email }: Rows) =>
    data?.email !== undefined && (email ? foldIdentifier(email) : null) !== data.email;
  const ended = hasPassword || data?.blocked === true ? rows : rows.filter(isOtherEmail);
  if (ended.length > 0) {
    const ids = ended.map(({ id }) => id);
    await neverThrows(strapi, 'the end of invitations', (trx) =>
      endInvitations(strapi, trx, ids, { hasPassword })
    );
  }
};

const beforeChange = async (strapi: Core.Strapi, event: LifecycleEvent): Promise<void> => {
  await rememberRows(strapi, event);
  normalizeEmail(event);
  endTokens(event);
  await completeProvider(strapi, event);
  await confirmInvited(strapi, event);
};

const syncOne = async (strapi: Core.Strapi, id: number): Promise<void> => {
  await neverThrows(strapi, 'an account', (trx) => getService(strapi, 'accounts').sync(trx, id));
};

/** A bulk change reads all accounts at once, and syncs those that differ from their users. */
const syncAll = async (strapi: Core.Strapi, ids: number[]): Promise<void> => {
  const outdated = await neverThrows(strapi, 'which profiles change', (trx) =>
    findOutdatedAccounts(strapi, trx, ids)
  );
  for (const id of outdated ?? ids) {
    await syncOne(strapi, id);
  }
};

/**
 * Blocking a user, or setting the password of another user, ends all sessions. Users who change their own
 * password keep the session that they receive for it.
 */
const endsSessions = (data: Record<string, unknown> | undefined): boolean =>
  data?.blocked === true || (data !== undefined && 'password' in data && !currentAttempt());

const endSessions = async (strapi: Core.Strapi, ids: number[]): Promise<void> => {
  await neverThrows(strapi, 'the end of sessions', async (trx) => {
    const sessions = getService(strapi, 'sessions');
    // A login that is in flight waits here, and then sees the change of the account.
    await sessions.lockUsersOf(trx, ids);
    await sessions.endAll(ids);
  });
};

const endSessionsAfter = async (
  strapi: Core.Strapi,
  data: Record<string, unknown> | undefined,
  ids: number[]
): Promise<void> => {
  const ended = endsSessions(data) ? ids.filter((id) => !mustKeepSessions(id)) : [];
  if (ended.length > 0) {
    await endSessions(strapi, ended);
  }
};

/**
 * Other code that blocks a user means a block without an end. The Content Manager sends all attributes with each
 * change, so a user whom it saves as blocked may have been blocked before.
 */
const forgetBlockTerms = async (
  strapi: Core.Strapi,
  data: Record<string, unknown> | undefined,
  ids: number[]
): Promise<void> => {
  const isSavedWhole = strapi.requestContext.get()?.path.startsWith('/content-manager/');
  const blocked = data?.blocked === true ? ids.filter((id) => !mustKeepSessions(id)) : [];
  if (blocked.length > 0 && !isSavedWhole) {
    await neverThrows(strapi, 'a block without an end', (trx) =>
      getService(strapi, 'block-ends').forgetTerms(trx, blocked)
    );
  }
};

const removeImportedPasswords = async (
  strapi: Core.Strapi,
  { params: { data }, state: { rows = [] } }: LifecycleEvent
): Promise<void> => {
  if (data && 'password' in data) {
    const ids = rows.map(({ documentId }) => documentId);
    await neverThrows(strapi, 'an imported password', (trx) =>
      getService(strapi, 'imported-passwords').removeUnused(trx, ids)
    );
  }
};

const removeAll = async (strapi: Core.Strapi, rows: Rows[]): Promise<void> => {
  await endSessions(
    strapi,
    rows.map(({ id }) => id)
  );
  await neverThrows(strapi, 'the end of sessions', () =>
    getService(strapi, 'sessions').endMadeBy(
      'account',
      rows.map(({ documentId }) => documentId)
    )
  );
  const facts = getService(strapi, 'request-facts').current();
  const actor = currentActor() ?? actorOfRequest(strapi);
  for (const { documentId } of rows) {
    const removed = await neverThrows(strapi, 'a deleted account', (trx) =>
      removeAccount(strapi, trx, documentId)
    );
    if (!removed) {
      continue;
    }
    await afterCommit(strapi, () =>
      getService(strapi, 'event-writer').record({ type: 'sdu', profile: removed, facts, actor })
    );
  }
};

/** Keeps profiles in line with the accounts of Users & Permissions, whichever code writes them. */
export const followAccounts = (strapi: Core.Strapi): void => {
  const cast = (event: unknown) => event as LifecycleEvent;
  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.account],
    beforeCreate: (event) => normalizeEmail(cast(event)),
    async afterCreate(event) {
      const id = cast(event).result?.id;
      if (id) {
        await neverThrows(strapi, 'an account', (trx) =>
          getService(strapi, 'accounts').syncNew(trx, id)
        );
      }
    },
    beforeUpdate: (event) => beforeChange(strapi, cast(event)),
    async afterUpdate(event) {
      const { result, params, state } = cast(event);
      const id = result?.id;
      if (!id) {
        return;
      }
      await syncOne(strapi, id);
      await endInvitationsOf(strapi, cast(event));
      await removeImportedPasswords(strapi, cast(event));
      await logAccountChanges(strapi, state.rows ?? [], params.data);
      if (params.data && 'password' in params.data) {
        await neverThrows(strapi, 'a password change', (trx) =>
          getService(strapi, 'accounts').recordPasswordChange(trx, id)
        );
      }
      await forgetBlockTerms(strapi, params.data, [id]);
      await endSessionsAfter(strapi, params.data, [id]);
    },
    beforeUpdateMany: (event) => beforeChange(strapi, cast(event)),
    async afterUpdateMany(event) {
      const { state, params } = cast(event);
      const ids = (state.rows ?? []).map(({ id }) => id);
      await syncAll(strapi, ids);
      await endInvitationsOf(strapi, cast(event));
      await removeImportedPasswords(strapi, cast(event));
      await logAccountChanges(strapi, state.rows ?? [], params.data);
      await forgetBlockTerms(strapi, params.data, ids);
      await endSessionsAfter(strapi, params.data, ids);
    },
    beforeDelete: (event) => rememberRows(strapi, cast(event)),
    afterDelete: (event) => removeAll(strapi, cast(event).state.rows ?? []),
    beforeDeleteMany: (event) => rememberRows(strapi, cast(event)),
    afterDeleteMany: (event) => removeAll(strapi, cast(event).state.rows ?? []),
  });
};
