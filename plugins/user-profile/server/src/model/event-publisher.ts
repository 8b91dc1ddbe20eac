import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { SiteStatus } from '../../../shared/contracts/status';
import { HOUR_MS } from '../../../shared/durations';
import { HUB_EVENTS, type HubEvent } from '../../../shared/hub-events';
import { afterCommit } from '../runtime/background-tasks';
import { getService } from '../utils/service';
import { withTimeout } from '../utils/with-timeout';
import type { ProfileRef } from './accounts/look-up';
import type { PublishedUser, UserProfileEvents } from './published-events';
import { findUsers } from './users/find-user';
import { serializeUsers } from './users/serializer';

declare module '../utils/service' {
  interface Services {
    'event-publisher': ReturnType<typeof createEventPublisher>;
  }
}

/** Otherwise a listener that never returns would block the shutdown. */
const TIMEOUT_MS = 5000;

const timeoutError = (): Error =>
  new Error(`The listener did not finish within ${TIMEOUT_MS / 1000} s`);

/** A webhook of Strapi's store, as far as it may be shown: headers can contain secrets. */
interface Webhook {
  id: number | string;
  name: string;
  isEnabled: boolean;
  events: string[];
}

/**
 * Events of the past (an import, a back-fill, a repair after an error) raise no signals and are not
 * published: listeners act on what happens now.
 */
export const isBackfilled = (date: Date): boolean => date.getTime() < Date.now() - HOUR_MS;

export const hubUserOf = ({ documentId, userId, name }: ProfileRef): PublishedUser => ({
  documentId,
  user_id: userId,
  name,
});

/** The events about a user and something else. */
type EventOfUser = 'user-profile.device.link' | 'user-profile.device.unlink';

/**
 * Publishes what happens on Strapi's event hub, and so to webhooks. No request waits for the listeners,
 * and their errors are counted and go no further.
 */
export const createEventPublisher = ({ strapi }: { strapi: Core.Strapi }) => {
  const announced = new WeakMap<Knex.Transaction, Set<number>>();
  let reading: Promise<unknown> = Promise.resolve();

  /** One read at a time: a commit may change thousands of users, and logins need database connections too. */
  const serialized = <T>(read: () => Promise<T>): Promise<T> => {
    const turn = reading.then(read);
    reading = turn.catch(() => undefined);
    return turn;
  };

  const publish = async <Name extends HubEvent>(
    name: Name,
    describe: () => Promise<UserProfileEvents[Name] | null>
  ): Promise<void> => {
    try {
      const facts = await describe();
      if (facts) {
        await withTimeout(TIMEOUT_MS, () => strapi.eventHub.emit(name, facts), timeoutError);
      }
    } catch (error) {
      getService(strapi, 'capture-errors').addListenerError(name, error);
    }
  };

  /** Publishes after the current transaction has committed, and not at all if it is rolled back. */
  const emit = <Name extends HubEvent>(
    name: Name,
    describe: () => Promise<UserProfileEvents[Name] | null>
  ): Promise<void> =>
    afterCommit(strapi, async () => {
      getService(strapi, 'background-tasks').add(publish(name, describe));
    });

  type ProfileChange = UserProfileEvents['user-profile.profile.update'];

  const readProfiles = async (ids: number[]): Promise<Map<number, ProfileChange>> => {
    const rows = await findUsers(strapi, ids);
    const users = await serializeUsers(strapi, rows);
    return new Map(
      users.map(({ app_metadata: _hidden, ...profile }, index) => [rows[index].id, { profile }])
    );
  };

  /** One read for all. Each profile is published separately, so a listener that fails for one still gets the others. */
  const publishProfiles = async (name: HubEvent, ids: number[]): Promise<void> => {
    const reading = serialized(() => readProfiles(ids));
    const describe = async (id: number) => (await reading).get(id) ?? null;
    await Promise.all(ids.map((id) => publish(name, () => describe(id))));
  };

  const profilesChanged = async (
    trx: Knex.Transaction,
    ids: number[],
    change: 'create' | 'update' = 'update'
  ): Promise<void> => {
    const published = announced.get(trx) ?? new Set();
    announced.set(trx, published);
    const fresh = ids.filter((id) => !published.has(id));
    fresh.forEach((id) => published.add(id));
    if (fresh.length === 0) {
      return;
    }
    const name = change === 'create' ? HUB_EVENTS.profileCreate : HUB_EVENTS.profileUpdate;
    await afterCommit(strapi, async () => {
      getService(strapi, 'background-tasks').add(publishProfiles(name, fresh));
    });
  };

  return {
    emit,

    /**
     * Publishes that profiles were created or changed: each once per transaction, in its final state. A login
     * does not count as a change.
     *
     * @param ids of the users' rows
     */
    profilesChanged,

    /** The same for one profile. */
    profileChanged: (
      trx: Knex.Transaction,
      id: number,
      change?: 'create' | 'update'
    ): Promise<void> => profilesChanged(trx, [id], change),

    /** @param facts the reason, if the person was not deleted */
    profileDeleted: (
      profile: PublishedUser,
      facts: Omit<UserProfileEvents['user-profile.profile.delete'], 'profile'> = {}
    ): Promise<void> => emit(HUB_EVENTS.profileDelete, async () => ({ profile, ...facts })),

    /** Publishes something about a user. A login must not wait for a look-up, so the caller knows the user. */
    emitFor: <Name extends EventOfUser>(
      name: Name,
      profile: ProfileRef,
      facts: Omit<UserProfileEvents[Name], 'user'>
    ): Promise<void> =>
      emit(name, async () => ({ user: hubUserOf(profile), ...facts }) as UserProfileEvents[Name]),

    /** Lets admins choose these events for webhooks. */
    offerWebhooks(): void {
      for (const name of Object.values(HUB_EVENTS)) {
        strapi.get('webhookStore').addAllowedEvent(name, name);
      }
    },

    /** The site's webhooks that one of these events calls. */
    async findWebhooks(): Promise<SiteStatus['webhooks']> {
      const events = Object.values(HUB_EVENTS);
      const all: Webhook[] = await strapi.get('webhookStore').findWebhooks();
      const subscribed = all
        .map(({ id, name, isEnabled, events: chosen }) => ({
          id: String(id),
          name,
          enabled: isEnabled,
          events: events.filter((event) => chosen.includes(event)),
        }))
        .filter((webhook) => webhook.events.length > 0);
      return { events, subscribed };
    },
  };
};
