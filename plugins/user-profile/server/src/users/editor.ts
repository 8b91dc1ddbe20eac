import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { updateUserBody } from '../../../shared/contracts/user-writes';
import type { JsonObject } from '../../../shared/contracts/users';
import { NAME_FIELDS } from '../../../shared/user-fields';
import { requireFreeEmail } from '../model/connections/uniqueness';
import { loadUser, requireAction, type UserContext } from '../model/users/load-user';
import { asJson, inTransaction, table, type Row } from '../runtime/database/rows';
import { ConflictError } from '../utils/errors';
import { getService } from '../utils/service';
import { compensate } from './compensate';
import { sourceValuesOf } from './source-values';
import { changedMetadata } from './user-metadata';

declare module '../utils/service' {
  interface Services {
    'user-editor': ReturnType<typeof createUserEditor>;
  }
}

export type UserUpdate = z.output<typeof updateUserBody>;

type Attributes = Omit<UserUpdate['data'], 'user_metadata' | 'email' | 'email_verified'>;

const requireRevision = ({ row }: UserContext, revision: number | undefined): void => {
  if (revision === undefined || revision === Number(row.revision)) {
    return;
  }
  throw new ConflictError(
    'Somebody else changed this user meanwhile. Load the user again, then repeat your change.',
    ['revision']
  );
};

/** Attributes that are set stay, whatever the source says later; `null` lets the source speak again. */
const overridesAfter = (row: Row, sent: Attributes): string[] => {
  const overrides = new Set(asJson<string[]>(row.overrides, []));
  for (const attribute of NAME_FIELDS) {
    if (sent[attribute] === undefined) {
      continue;
    }
    if (sent[attribute] === null) {
      overrides.delete(attribute);
    } else {
      overrides.add(attribute);
    }
  }
  return [...overrides];
};

const attributeColumns = async (
  strapi: Core.Strapi,
  { row }: UserContext,
  sent: Attributes
): Promise<Record<string, unknown>> => {
  const given = Object.entries(sent).filter(([, value]) => value !== undefined);
  if (given.length === 0) {
    return {};
  }
  const source = given.some(([, value]) => value === null) ? await sourceValuesOf(strapi, row) : {};
  const columns = given.map(([key, value]) => [key, value ?? source[key] ?? null]);
  return {
    ...Object.fromEntries(columns),
    overrides: JSON.stringify(overridesAfter(row, sent)),
  };
};

/** Changes what may be changed of a user. `app_metadata` is not part of it. */
export const createUserEditor = ({ strapi }: { strapi: Core.Strapi }) => {
  /** @returns whether the email is another one now */
  const changeEmail = async (target: UserContext, email: string | undefined): Promise<boolean> => {
    if (email === undefined || email === target.row.email) {
      return false;
    }
    requireAction(target, 'change-email');
    const { account, connection, strategy, row, profile } = target;
    if (!account || !strategy.changeEmail) {
      return false;
    }
    await strategy.changeEmail(connection, account, email);
    await getService(strapi, 'audit').record('sce', profile, {
      from: String(row.email ?? ''),
      to: email,
    });
    return true;
  };

  const metadataColumn = (
    { row }: UserContext,
    { data: { user_metadata: sent }, metadata }: UserUpdate
  ): Record<string, unknown> => {
    if (!sent) {
      return {};
    }
    const current = asJson<JsonObject>(row.user_metadata, {});
    return { user_metadata: JSON.stringify(changedMetadata(strapi, current, sent, metadata)) };
  };

  /**
   * Tells the source of a new email, once it is clear that nothing here speaks against the change.
   *
   * @returns what takes it back
   */
  const changeAtSource = async (id: string, update: UserUpdate): Promise<() => Promise<void>> => {
    const nothing = () => Promise.resolve();
    const { email } = update.data;
    const target = email === undefined ? null : await loadUser(strapi, id);
    const { changeEmail: tell } = target?.strategy.atSource ?? {};
    if (!target || !tell || email === undefined || email === target.row.email) {
      return nothing;
    }
    requireRevision(target, update.revision);
    requireAction(target, 'change-email');
    metadataColumn(target, update);
    const { account, connection } = target;
    if (!account) {
      return nothing;
    }
    await requireFreeEmail(strapi, email, connection.name, account.id);
    await tell(connection, account, email);
    const before = account.email;
    return before === null ? nothing : () => tell(connection, { ...account, email }, before);
  };

  const updateHere = (id: string, update: UserUpdate): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      const target = await loadUser(strapi, id);
      requireRevision(target, update.revision);
      const { data } = update;
      const { email, email_verified: verified, user_metadata: _apart, ...attributes } = data;
      const emailChanged = await changeEmail(target, email);
      const columns: Record<string, unknown> = {
        ...(await attributeColumns(strapi, target, attributes)),
        ...metadataColumn(target, update),
      };
      if (emailChanged) {
        columns.email_verified = false;
      }
      if (verified !== undefined) {
        columns.email_verified = verified;
      }
      if (Object.keys(columns).length === 0) {
        return;
      }
      await table(strapi, trx, UIDS.user)
        .where({ id: target.row.id })
        .update({ ...columns, updated_at: new Date() })
        .increment('revision', 1);
      await getService(strapi, 'event-publisher').profileChanged(trx, target.row.id);
      const changed = Object.keys(data).filter((key) => key !== 'email' || emailChanged);
      await getService(strapi, 'audit').record('sapi', target.profile, {
        operation: 'update-user',
        changed,
      });
    });

  return {
    /**
     * Changes a user: all of it or, where any part is refused, nothing.
     *
     * @param id a `documentId` or a `user_id`
     * @throws NotFoundError, ValidationError, ConflictError (email taken, or another revision),
     *   SourceError where the source of the connection does not take the new email
     */
    async update(id: string, update: UserUpdate): Promise<void> {
      const undo = await changeAtSource(id, update);
      await compensate(strapi, 'a new email at its source', undo, () => updateHere(id, update));
    },
  };
};
