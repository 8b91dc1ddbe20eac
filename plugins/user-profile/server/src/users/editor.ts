import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { updateUserBody } from '../../../shared/contracts/user-writes';
import { ROOT_FIELDS } from '../../../shared/user-fields';
import { mirroredAttributes } from '../model/accounts/account';
import { identitiesOf } from '../model/accounts/identities';
import { findAccount } from '../model/accounts/look-up';
import { rootAttributesIn } from '../model/connections/source-profile';
import { requireFreeEmail } from '../model/connections/uniqueness';
import { loadUser, type UserContext } from '../model/users/load-user';
import { requireAction } from '../model/users/user-actions';
import { phoneChange, type UserRow } from '../model/users/user-row';
import { inTransaction, table } from '../runtime/database/rows';
import { ConflictError, coded } from '../utils/errors';
import { getService } from '../utils/service';
import { compensate } from './compensate';
import { changedMetadata } from './user-metadata';
import { updateAccountFields } from './with-account-fields';

declare module '../utils/service' {
  interface Services {
    'user-editor': ReturnType<typeof createUserEditor>;
  }
}

export type UserUpdate = z.output<typeof updateUserBody>;

type Attributes = Omit<
  UserUpdate['data'],
  'user_metadata' | 'account_fields' | 'email' | 'email_verified'
>;

const requireRevision = ({ row }: UserContext, revision: number | undefined): void => {
  if (revision === undefined || revision === row.revision) {
    return;
  }
  throw new ConflictError(coded('revision_outdated'), ['revision']);
};

/** The source no longer updates attributes that are set. `null` returns an attribute to the source. */
const overridesAfter = (row: UserRow, sent: Attributes): string[] => {
  const overrides = new Set(row.overrides);
  for (const attribute of ROOT_FIELDS) {
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

/** The values of the name attributes at the source of a user's primary identity. */
const sourceValuesOf = (strapi: Core.Strapi, user: UserRow): Promise<Record<string, unknown>> =>
  inTransaction(strapi, async () => {
    const [identity] = await identitiesOf(strapi, user.id);
    const claims = identity?.profile_data ?? {};
    const account = await findAccount(strapi, { document_id: identity?.account ?? null });
    const { name, nickname }: Record<string, unknown> = account
      ? mirroredAttributes(account, claims)
      : { name: user.email, nickname: user.username };
    return { name, nickname, ...rootAttributesIn(claims) };
  });

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
  const columns: Record<string, unknown> = Object.fromEntries(
    given.map(([key, value]) => [key, value ?? source[key] ?? null])
  );
  return {
    ...columns,
    ...phoneChange(row, columns),
    overrides: JSON.stringify(overridesAfter(row, sent)),
  };
};

/** Edits users. `app_metadata` cannot be edited. */
export const createUserEditor = ({ strapi }: { strapi: Core.Strapi }) => {
  /** @returns whether the email changed */
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
      from: row.email ?? '',
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
    const changed = changedMetadata(strapi, row.user_metadata, sent, metadata);
    return { user_metadata: JSON.stringify(changed) };
  };

  /**
   * Changes the email at the source, after every check that could make the local change fail.
   *
   * @returns a function that undoes the change at the source
   */
  const changeAtSource = async (id: string, update: UserUpdate): Promise<() => Promise<void>> => {
    const nothing = () => Promise.resolve();
    const { email } = update.data;
    const target = email === undefined ? null : await loadUser(strapi, id);
    const { changeEmail: changeThere } = target?.strategy.atSource ?? {};
    if (!target || !changeThere || email === undefined || email === target.row.email) {
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
    await changeThere(connection, account, email);
    const before = account.email;
    return before === null ? nothing : () => changeThere(connection, { ...account, email }, before);
  };

  const updateHere = (id: string, update: UserUpdate): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      const target = await loadUser(strapi, id);
      requireRevision(target, update.revision);
      const { data } = update;
      const {
        email,
        email_verified: verified,
        user_metadata: _apart,
        account_fields: fields,
        ...attributes
      } = data;
      const hasFields = fields !== undefined && Object.keys(fields).length > 0;
      if (hasFields) {
        await updateAccountFields(strapi, target.row.id, fields);
      }
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
      if (Object.keys(columns).length === 0 && !hasFields) {
        return;
      }
      await table(strapi, trx, UIDS.user)
        .where({ id: target.row.id })
        .update({ ...columns, updated_at: new Date() })
        .increment('revision', 1);
      await getService(strapi, 'event-publisher').profileChanged(trx, target.row.id);
      const isChanged: Record<string, boolean> = {
        email: emailChanged,
        account_fields: hasFields,
      };
      const changed = Object.keys(data).filter((key) => isChanged[key] ?? true);
      await getService(strapi, 'audit').record('sapi', target.profile, {
        operation: 'update-user',
        changed,
      });
    });

  return {
    /**
     * Applies the whole update or, if any part is rejected, nothing.
     *
     * @param id a `documentId` or a `user_id`
     * @throws NotFoundError
     * @throws ValidationError
     * @throws ConflictError if the email is taken, or if the user was changed in the meantime
     * @throws SourceError if the source of the connection rejects the new email
     */
    async update(id: string, update: UserUpdate): Promise<void> {
      const undo = await changeAtSource(id, update);
      await compensate(strapi, 'the change of an email address at its source', undo, () =>
        updateHere(id, update)
      );
    },
  };
};
