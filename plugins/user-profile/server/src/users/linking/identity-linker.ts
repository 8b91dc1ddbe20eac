import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { ROOT_FIELDS } from '../../../../shared/user-fields';
import { syncRoles } from '../../model/accounts/account-roles';
import { identityIdOf } from '../../model/accounts/identities';
import { refOf } from '../../model/accounts/look-up';
import { updateMarks } from '../../model/accounts/missing-accounts';
import { rootAttributesIn } from '../../model/connections/source-profile';
import { hubUserOf } from '../../model/event-publisher';
import { LOGIN_FAILURES_UID } from '../../runtime/database/plain-models';
import { inTransaction, table } from '../../runtime/database/rows';
import { sharedNow } from '../../runtime/database/shared-clock';
import { getService } from '../../utils/service';
import { changedMetadata } from '../user-metadata';
import {
  joinMetadata,
  loadLinkCandidates,
  type LinkCandidate,
  type LinkCandidates,
} from './link-candidates';
import { createLinkPreview } from './link-preview';
import { moveAllDevices } from './move-devices';

declare module '../../utils/service' {
  interface Services {
    'identity-linker': ReturnType<typeof createIdentityLinker>;
  }
}

export interface LinkOptions {
  /** Whether to add the keys that only the secondary user's `user_metadata` has. */
  mergeMetadata: boolean;
  /** Whether the user asks, with a token of the other account. */
  bySelf?: boolean;
}

/** The key of the primary identity. */
const keyOf = ({ identities }: LinkCandidate): string | null => identities[0]?.identity_key ?? null;

/** The columns of the later of the two last logins. */
const lastLogin = ({ primary, secondary }: LinkCandidates) => {
  const timeOf = ({ row }: LinkCandidate) => row.last_login?.getTime() ?? 0;
  if (timeOf(secondary) <= timeOf(primary)) {
    return {};
  }
  return { last_login: secondary.row.last_login, last_ip: secondary.row.last_ip };
};

/**
 * The claims of the primary identity, with what is known beyond them. On unlink the attributes are restored
 * from them.
 */
const profileDataOf = ({ row, identities }: LinkCandidate): JsonObject => {
  const claims = identities[0]?.profile_data ?? {};
  const overridden = ROOT_FIELDS.filter((field) => row.overrides.includes(field) && row[field]);
  const known = rootAttributesIn(
    Object.fromEntries(overridden.map((field) => [field, row[field]]))
  );
  // `rootAttributesIn` derives a missing name from given and family name.
  if (known.name && row.name) {
    known.name = row.name;
  }
  const isOwn = row.email !== null && claims.email === row.email;
  return {
    ...claims,
    ...known,
    ...(isOwn ? { email_verified: row.email_verified } : {}),
    ...(row.phone_number ? { phone_number: row.phone_number } : {}),
  };
};

/** Links two users. */
export const createIdentityLinker = ({ strapi }: { strapi: Core.Strapi }) => {
  const moveIdentities = async (trx: Knex.Transaction, { primary, secondary }: LinkCandidates) => {
    const [first, ...others] = secondary.identities;
    if (!first) {
      return;
    }
    const identities = () => table(strapi, trx, UIDS.identity);
    const now = new Date();
    const counted = others.reduce((sum, identity) => sum + identity.logins_count, 0);
    await identities()
      .where({ id: first.id })
      .update({
        profile_data: JSON.stringify(profileDataOf(secondary)),
        logins_count: Math.max(secondary.row.logins_count - counted, 0),
      });
    await identities()
      .where({ user_id: secondary.row.id })
      .update({
        user_id: primary.row.id,
        is_primary: false,
        tokens_not_before: new Date(sharedNow(strapi)),
        updated_at: now,
      });
  };

  /** Events without an identity belong to the secondary user's primary identity. */
  const moveHistory = async (trx: Knex.Transaction, { primary, secondary }: LinkCandidates) => {
    const profile = primary.row.document_id;
    const events = () =>
      table(strapi, trx, UIDS.event).where({ profile: secondary.row.document_id });
    await events()
      .whereNull('identity')
      .update({ identity: keyOf(secondary) });
    await events().update({ profile });
    await table(strapi, trx, LOGIN_FAILURES_UID)
      .where({ profile: secondary.row.document_id })
      .update({ profile });
  };

  const updatePrimary = async (
    trx: Knex.Transaction,
    candidates: LinkCandidates,
    { mergeMetadata }: LinkOptions
  ): Promise<void> => {
    const { primary, secondary } = candidates;
    const columns: Record<string, unknown> = { ...lastLogin(candidates), updated_at: new Date() };
    columns.known_countries = JSON.stringify([
      ...new Set([...primary.row.known_countries, ...secondary.row.known_countries]),
    ]);
    if (mergeMetadata) {
      const { merged } = joinMetadata(candidates);
      columns.user_metadata = JSON.stringify(changedMetadata(strapi, {}, merged, 'replace'));
    }
    await table(strapi, trx, UIDS.user)
      .where({ id: primary.row.id })
      .update(columns)
      .increment({ revision: 1, logins_count: secondary.row.logins_count });
  };

  /** Records the link in the history of both, so each has it after an unlink too. */
  const recordLink = async ({ primary, secondary }: LinkCandidates): Promise<void> => {
    const audit = getService(strapi, 'audit');
    for (const identity of secondary.identities) {
      await audit.record('sapi', refOf(primary.row, keyOf(primary)), {
        operation: 'link-identity',
        identity: identityIdOf(identity),
      });
    }
    const linked = { ...refOf(secondary.row, keyOf(secondary)), id: primary.row.id };
    await audit.record(
      'sapi',
      { ...linked, documentId: primary.row.document_id },
      { operation: 'linked-to', user_id: primary.row.user_id }
    );
  };

  const announce = async (
    trx: Knex.Transaction,
    { primary, secondary }: LinkCandidates
  ): Promise<void> => {
    const publisher = getService(strapi, 'event-publisher');
    await publisher.profileChanged(trx, primary.row.id);
    // Listeners must be able to tell a link from the deletion of a person.
    await publisher.profileDeleted(hubUserOf(refOf(secondary.row, null)), {
      linked_to: hubUserOf(refOf(primary.row, null)),
    });
  };

  const link = async (
    trx: Knex.Transaction,
    candidates: LinkCandidates,
    options: LinkOptions
  ): Promise<void> => {
    const { primary, secondary } = candidates;
    const sessions = getService(strapi, 'sessions');
    await updatePrimary(trx, candidates, options);
    for (const { row } of [primary, secondary].sort((a, b) => a.row.id - b.row.id)) {
      await sessions.lockDevices(trx, [row.id]);
    }
    await sessions.endSessionsOf(trx, secondary.row.id);
    await moveAllDevices(strapi, trx, secondary.row.id, primary.row.id, keyOf(secondary));
    await moveIdentities(trx, candidates);
    await moveHistory(trx, candidates);
    await updateMarks(strapi, trx, [primary.row.id]);
    await syncRoles(strapi, trx, [primary.row.id]);
    await table(strapi, trx, UIDS.user).where({ id: secondary.row.id }).delete();
    await announce(trx, candidates);
    await recordLink(candidates);
  };

  return {
    /**
     * Links the secondary user to the primary one, in one transaction. Identities, devices and history
     * move to the primary user, and the row of the secondary user is deleted. The secondary user's sessions
     * end, since they belong to an account that the user no longer logs in as.
     *
     * @param id the primary user, by `documentId` or `user_id`
     * @param secondaryUser likewise
     * @throws NotFoundError for an unknown primary user
     * @throws ValidationError with the reason if the two cannot be linked
     */
    link: (id: string, secondaryUser: string, options: LinkOptions): Promise<void> =>
      inTransaction(strapi, async (trx) => {
        const { bySelf = false } = options;
        const at = bySelf ? 'token' : 'secondary_user';
        const candidates = await loadLinkCandidates(strapi, trx, {
          id,
          secondaryUser,
          at,
          bySelf,
          lock: true,
        });
        await link(trx, candidates, options);
      }),

    preview: createLinkPreview(strapi),
  };
};
