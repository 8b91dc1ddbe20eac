import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { HOUR_MS } from '../../../shared/durations';
import { HUB_EVENTS, type HubEvent } from '../../../shared/hub-events';
import { afterCommit } from '../runtime/after-commit';
import { asText, query, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import type { ProfileRef } from './accounts/look-up';
import { serializeUsers } from './users/serializer';

declare module '../utils/service' {
  interface Services {
    'event-publisher': ReturnType<typeof createEventPublisher>;
  }
}

/** A listener that does not come to its end must not hold up the stop of the site. */
const TIMEOUT_MS = 5000;
const LATE = Symbol('late');

const withTimeout = async (work: Promise<unknown>): Promise<void> => {
  const timer = new AbortController();
  const late = sleep(TIMEOUT_MS, LATE, { signal: timer.signal, ref: false });
  try {
    if ((await Promise.race([work, late])) !== LATE) {
      return;
    }
  } finally {
    timer.abort();
  }
  throw new Error(`it did not come to its end within ${TIMEOUT_MS / 1000} s`);
};

/**
 * Events of the past (an import, a back-fill, a repair after an error) raise no signals and are not
 * published: listeners act on what happens now.
 */
export const isBackfilled = (date: Date): boolean => date.getTime() < Date.now() - HOUR_MS;

/** Whom something is about. */
export interface HubUser {
  documentId: string | null;
  user_id: string | null;
  name: string | null;
}

export const hubUserOf = ({ documentId, userId, name }: ProfileRef): HubUser => ({
  documentId,
  user_id: userId,
  name,
});

type Facts = Record<string, unknown>;

/**
 * Tells the rest of the site what happens, on Strapi's event hub and so to its webhooks. Nobody waits
 * for the listeners, and what goes wrong with them is counted and ends here.
 */
export const createEventPublisher = ({ strapi }: { strapi: Core.Strapi }) => {
  const announced = new WeakMap<Knex.Transaction, Set<number>>();
  let reading: Promise<unknown> = Promise.resolve();

  /** One at a time: a commit may change thousands of users, and logins need connections too. */
  const serialized = <T>(look: () => Promise<T>): Promise<T> => {
    const turn = reading.then(look);
    reading = turn.catch(() => undefined);
    return turn;
  };

  const publish = async (name: HubEvent, describe: () => Promise<Facts | null>): Promise<void> => {
    try {
      const facts = await describe();
      if (facts) {
        await withTimeout(strapi.eventHub.emit(name, facts));
      }
    } catch (error) {
      getService(strapi, 'capture-errors').addListenerError(name, error);
    }
  };

  /** Once the transaction in progress is committed; what is undone is not told. */
  const emit = (name: HubEvent, describe: () => Promise<Facts | null>): Promise<void> =>
    afterCommit(strapi, async () => {
      getService(strapi, 'background-tasks').add(publish(name, describe));
    });

  /** The profile as every answer shows it, but for what belongs to the server alone. */
  const profileOf = async (id: number): Promise<Facts | null> => {
    const row: Row | undefined = await query(strapi, UIDS.user).where({ id }).first();
    if (!row) {
      return null;
    }
    const [serialized] = await serializeUsers(strapi, [row]);
    const { app_metadata: _hidden, ...profile } = serialized;
    return { profile };
  };

  const userOf = async (id: number): Promise<HubUser | null> => {
    const row: Row | undefined = await query(strapi, UIDS.user)
      .where({ id })
      .first('document_id', 'user_id', 'name');
    if (!row) {
      return null;
    }
    const [documentId, user_id, name] = [row.document_id, row.user_id, row.name].map(asText);
    return { documentId, user_id, name };
  };

  return {
    emit,

    /**
     * Tells that a profile is new or another one now. However often it changes in one transaction,
     * it is told once, as it is in the end. Logins are no change of the profile.
     *
     * @param id of the row
     */
    async profileChanged(
      trx: Knex.Transaction,
      id: number,
      change: 'create' | 'update' = 'update'
    ): Promise<void> {
      const published = announced.get(trx) ?? new Set();
      if (published.has(id)) {
        return;
      }
      announced.set(trx, published.add(id));
      const name = change === 'create' ? HUB_EVENTS.profileCreate : HUB_EVENTS.profileUpdate;
      await emit(name, () => serialized(() => profileOf(id)));
    },

    /** @param facts why, where it is no deletion of the person */
    profileDeleted: (profile: HubUser, facts: Facts = {}): Promise<void> =>
      emit(HUB_EVENTS.profileDelete, async () => ({ profile, ...facts })),

    /** Something about a user that is looked up when it is told. @param id of the user's row */
    async emitFor(name: HubEvent, id: number, facts: Facts): Promise<void> {
      await emit(name, () =>
        serialized(async () => {
          const user = await userOf(id);
          return user && { user, ...facts };
        })
      );
    },

    /** Lets webhooks have all of it. */
    offerWebhooks(): void {
      for (const name of Object.values(HUB_EVENTS)) {
        strapi.get('webhookStore').addAllowedEvent(name, name);
      }
    },
  };
};
