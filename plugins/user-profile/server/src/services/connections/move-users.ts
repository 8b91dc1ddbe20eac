import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { identityKey } from '../../capture/accounts/attributes';
import { accountNameFor, userIdFor } from '../../connections/source-profile';
import type { ConnectionRef } from '../../connections/strategy';
import { on, type Row } from '../../database/rows';
import { ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';

const BATCH = 500;

/** Gives the users of one connection to another of the same strategy, or takes their way in. */
export const createUsersMover = (strapi: Core.Strapi) => {
  const identitiesOf = (trx: Knex.Transaction, connection: string) =>
    on(strapi, trx, UIDS.identity).where({ connection });

  const accountIdsOf = async (trx: Knex.Transaction, identities: Row[]): Promise<number[]> => {
    const documentIds = identities.map(({ account }) => account).filter(Boolean) as string[];
    const rows: Row[] = await on(strapi, trx, STRAPI_UIDS.account)
      .whereIn('document_id', documentIds)
      .select('id');
    return rows.map(({ id }) => id);
  };

  /** Devices and history go with an identity by its key; a session has the key in writing, and ends. */
  const renameKey = async (trx: Knex.Transaction, identity: Row, key: string): Promise<void> => {
    const old = { identity: identity.identity_key };
    await getService(strapi, 'sessions').endMadeBy('identity_key', [String(old.identity)]);
    await on(strapi, trx, UIDS.device)
      .where({ user_id: identity.user_id, ...old })
      .update({ identity: key });
    await on(strapi, trx, UIDS.event)
      .whereIn(
        'profile',
        on(strapi, trx, UIDS.user).where({ id: identity.user_id }).select('document_id')
      )
      .where(old)
      .update({ identity: key });
  };

  const moveOne = async (
    trx: Knex.Transaction,
    identity: Row,
    { name: from, strategy }: ConnectionRef,
    to: string
  ): Promise<void> => {
    const id = String(identity.external_id);
    const key = identityKey(to, id);
    const taken = await on(strapi, trx, UIDS.identity).where({ identity_key: key }).first('id');
    if (taken) {
      throw new ConflictError(`Both "${from}" and "${to}" have a user with the id ${id}`, ['to']);
    }
    const accounts = () =>
      on(strapi, trx, STRAPI_UIDS.account).where({ document_id: identity.account ?? '' });
    const account: Row | undefined = await accounts().first('email');
    const sameEmail = account?.email
      ? await on(strapi, trx, STRAPI_UIDS.account)
          .where({ provider: to, email: account.email })
          .first('id')
      : undefined;
    if (sameEmail) {
      throw new ConflictError(`Both have a user with the email ${String(account?.email)}`, ['to']);
    }
    const sameName = identity.login_name
      ? await identitiesOf(trx, to).where({ login_name: identity.login_name }).first('id')
      : undefined;
    if (sameName) {
      const name = String(identity.login_name);
      throw new ConflictError(`Both have a user with the username ${name}`, ['to']);
    }
    const userId = userIdFor(strategy, to, id);
    await renameKey(trx, identity, key);
    await on(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ connection: to, identity_key: key });
    await accounts().update({ provider: to, username: accountNameFor(userId) });
    await on(strapi, trx, UIDS.user)
      .where({ id: identity.user_id, user_id: userIdFor(strategy, from, id) })
      .update({ user_id: userId, connection: to, updated_at: new Date() })
      .increment('revision', 1);
    await getService(strapi, 'hub').profileChanged(trx, Number(identity.user_id));
  };

  return {
    count: async (trx: Knex.Transaction, connection: string): Promise<number> => {
      const row = await identitiesOf(trx, connection).countDistinct({ users: 'user_id' }).first();
      return Number(row?.users ?? 0);
    },

    /** @returns how many users moved @throws ConflictError where both have a user of one id */
    async move(trx: Knex.Transaction, from: ConnectionRef, to: string): Promise<number> {
      const users = new Set<unknown>();
      for (;;) {
        const batch: Row[] = await identitiesOf(trx, from.name).orderBy('id').limit(BATCH);
        for (const identity of batch) {
          await moveOne(trx, identity, from, to);
          users.add(identity.user_id);
        }
        if (batch.length < BATCH) return users.size;
      }
    },

    async endSessions(trx: Knex.Transaction, connection: string): Promise<void> {
      for (let last = 0; ;) {
        const batch: Row[] = await identitiesOf(trx, connection)
          .where('id', '>', last)
          .orderBy('id')
          .limit(BATCH);
        await getService(strapi, 'sessions').endAll(await accountIdsOf(trx, batch));
        if (batch.length < BATCH) return;
        last = batch[batch.length - 1].id;
      }
    },
  };
};
