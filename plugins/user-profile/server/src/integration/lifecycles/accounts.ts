import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { endInvitations } from '../../model/accounts/invitations';
import { findOutdatedAccounts } from '../../model/accounts/outdated-accounts';
import { currentAttempt, recordComparedHash, recordSubject } from '../../request/attempt';
import { mustKeepSessions } from '../../request/keep-sessions';
import { afterCommit } from '../../runtime/background-tasks';
import { neverThrows } from '../../runtime/never-throws';
import { getService } from '../../utils/service';
import { removeAccounts, withoutRemaining } from './account-removal';
import {
  beforeAccountChange,
  MAX_BULK,
  normalizeEmail,
  rememberDeleted,
  type AccountEvent,
  type AccountRow,
  type DeletionEvent,
} from './before-account-change';
import { logAccountChanges } from './log-account-changes';

/** Another email address, a block or a password ends an invitation. */
const endInvitationsOf = async (
  strapi: Core.Strapi,
  { params: { data }, state: { rows = [] } }: AccountEvent
): Promise<void> => {
  const hasPassword = Boolean(data?.password);
  const isOtherEmail = ({ email }: AccountRow) =>
    data?.email !== undefined && (email ? foldIdentifier(email) : null) !== data.email;
  const ended = hasPassword || data?.blocked === true ? rows : rows.filter(isOtherEmail);
  if (ended.length > 0) {
    const ids = ended.map(({ id }) => id);
    await neverThrows(strapi, 'the end of invitations', (trx) =>
      endInvitations(strapi, trx, ids, { hasPassword })
    );
  }
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

const endSessionsAfter = async (
  strapi: Core.Strapi,
  data: Record<string, unknown> | undefined,
  ids: number[]
): Promise<void> => {
  const ended = endsSessions(data) ? ids.filter((id) => !mustKeepSessions(id)) : [];
  if (ended.length > 0) {
    await neverThrows(strapi, 'the end of sessions', (trx) =>
      getService(strapi, 'sessions').endAllInFlight(trx, ended)
    );
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
  { params: { data }, state: { rows = [] } }: AccountEvent
): Promise<void> => {
  if (data && 'password' in data) {
    const ids = rows.map(({ documentId }) => documentId);
    await neverThrows(strapi, 'an imported password', (trx) =>
      getService(strapi, 'imported-passwords').removeUnused(trx, ids)
    );
  }
};

/**
 * Code of the site may store a stronger hash once a login has compared the password. Such a change did not overtake
 * the login, unless it replaced the hash of another change.
 */
const acceptNewHash = ({ params: { data }, state: { rows = [] } }: AccountEvent): void => {
  const attempt = currentAttempt();
  const hash = data?.password;
  if (!attempt || typeof hash !== 'string') {
    return;
  }
  const { subject, comparedHash } = attempt;
  const replaced = rows.find(({ id }) => id === subject.accountId)?.password;
  if (replaced && (replaced === subject.passwordHash || replaced === comparedHash)) {
    recordSubject(attempt, { ...subject, passwordHash: hash });
    recordComparedHash(attempt, hash);
  }
};

const afterChange = async (
  strapi: Core.Strapi,
  event: AccountEvent,
  ids: number[]
): Promise<void> => {
  const { data } = event.params;
  acceptNewHash(event);
  await endInvitationsOf(strapi, event);
  await removeImportedPasswords(strapi, event);
  await logAccountChanges(strapi, event.state.rows ?? [], data);
  await forgetBlockTerms(strapi, data, ids);
  await endSessionsAfter(strapi, data, ids);
};

/**
 * Syncs the accounts that a bulk change did not remember. If a pass is running, it may have gone past them, and the
 * next scheduled one checks every account.
 */
const reconcileAfterCommit = (strapi: Core.Strapi): Promise<void> =>
  afterCommit(strapi, async () => {
    getService(strapi, 'capture-errors').leaveToPass();
    getService(strapi, 'background-tasks').add(getService(strapi, 'reconcile').run('all'));
  });

/** Keeps profiles in line with the accounts of Users & Permissions, whichever code writes them. */
export const followAccounts = (strapi: Core.Strapi): void => {
  const cast = (event: unknown) => event as AccountEvent;
  const deletion = (event: unknown) => event as DeletionEvent;
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
    beforeUpdate: (event) => beforeAccountChange(strapi, cast(event)),
    async afterUpdate(event) {
      const { result, params } = cast(event);
      const id = result?.id;
      if (!id) {
        return;
      }
      await syncOne(strapi, id);
      if (params.data && 'password' in params.data) {
        await neverThrows(strapi, 'a password change', (trx) =>
          getService(strapi, 'accounts').recordPasswordChange(trx, id)
        );
      }
      await afterChange(strapi, cast(event), [id]);
    },
    beforeUpdateMany: (event) => beforeAccountChange(strapi, cast(event)),
    async afterUpdateMany(event) {
      const ids = (cast(event).state.rows ?? []).map(({ id }) => id);
      await syncAll(strapi, ids);
      await afterChange(strapi, cast(event), ids);
      if (ids.length === MAX_BULK) {
        await reconcileAfterCommit(strapi);
      }
    },
    beforeDelete: (event) => rememberDeleted(strapi, deletion(event)),
    afterDelete(event) {
      // The condition may match more accounts than the one that `delete` deletes.
      const { state, result } = deletion(event);
      return removeAccounts(
        strapi,
        (state.deleted ?? []).filter(({ id }) => id === result?.id)
      );
    },
    beforeDeleteMany: (event) => rememberDeleted(strapi, deletion(event)),
    async afterDeleteMany(event) {
      const matched = deletion(event).state.deleted ?? [];
      const deleted = await neverThrows(strapi, 'which accounts were deleted', () =>
        withoutRemaining(strapi, matched)
      );
      await removeAccounts(strapi, deleted ?? []);
    },
  });
};
