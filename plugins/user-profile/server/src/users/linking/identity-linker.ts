import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { identityIdOf } from '../../model/accounts/identities';
import { refOf } from '../../model/accounts/look-up';
import { rootAttributesIn } from '../../model/connections/source-profile';
import { hubUserOf } from '../../model/event-publisher';
import { LOGIN_FAILURES_UID } from '../../runtime/database/plain-models';
import {
  asBoolean,
  asDate,
  asJson,
  asText,
  inTransaction,
  table,
} from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { changedMetadata } from '../user-metadata';
import { loadLinkCandidates, type LinkCandidates, type LinkCandidate } from './link-candidates';
import { createLinkPreview } from './link-preview';
import { joinMetadata } from './metadata';
import { moveAllDevices } from './move-devices';

declare module '../../utils/service' {
  interface Services {
    'identity-linker': ReturnType<typeof createIdentityLinker>;
  }
}

export interface LinkOptions {
  /** Whether what the other's `user_metadata` has beyond the user's own is added. */
  mergeMetadata: boolean;
  /** Whether it is the person who asks, with a token of the other account. */
  bySelf?: boolean;
}

/** Of the primary identity. */
const keyOf = ({ identities }: LinkCandidate): string | null => asText(identities[0]?.identity_key);

const countries = ({ row }: LinkCandidate): string[] => asJson<string[]>(row.known_countries, []);

/** Whichever of the two logged in last tells when and from where. */
const lastLogin = ({ primary, secondary }: LinkCandidates) => {
  const timeOf = ({ row }: LinkCandidate) => asDate(row.last_login)?.getTime() ?? 0;
  if (timeOf(secondary) <= timeOf(primary)) {
    return {};
  }
  return { last_login: secondary.row.last_login, last_ip: secondary.row.last_ip };
};

/**
 * What the source of an identity said, with what was known of the person beyond that: on unlink the
 * attributes come back from it.
 */
const profileDataOf = ({ row, identities }: LinkCandidate): JsonObject => {
  const said = asJson<JsonObject>(identities[0]?.profile_data, {});
  const overrides = asJson<string[]>(row.overrides, []);
  const set = overrides.map((attribute) => [attribute, row[attribute]] as const);
  const known = rootAttributesIn(
    Object.fromEntries(set.filter((entry): entry is [string, string] => Boolean(entry[1])))
  );
  // A source that tells a given name alone is taken to tell the name.
  if (known.name && row.name) {
    known.name = String(row.name);
  }
  const isOwn = row.email !== null && said.email === row.email;
  return {
    ...said,
    ...known,
    ...(isOwn ? { email_verified: asBoolean(row.email_verified) } : {}),
    ...(row.phone_number ? { phone_number: String(row.phone_number) } : {}),
  };
};

/** Makes one user of two. */
export const createIdentityLinker = ({ strapi }: { strapi: Core.Strapi }) => {
  const moveIdentities = async (trx: Knex.Transaction, { primary, secondary }: LinkCandidates) => {
    const [first, ...others] = secondary.identities;
    if (!first) {
      return;
    }
    const identities = () => table(strapi, trx, UIDS.identity);
    const now = new Date();
    const counted = others.reduce((sum, identity) => sum + Number(identity.logins_count ?? 0), 0);
    await identities()
      .where({ id: first.id })
      .update({
        profile_data: JSON.stringify(profileDataOf(secondary)),
        logins_count: Math.max(Number(secondary.row.logins_count ?? 0) - counted, 0),
      });
    await identities().where({ user_id: secondary.row.id }).update({
      user_id: primary.row.id,
      is_primary: false,
      tokens_not_before: now,
      updated_at: now,
    });
  };

  /** Events of the person that tell of no identity are from the one that was the person's primary. */
  const moveHistory = async (trx: Knex.Transaction, { primary, secondary }: LinkCandidates) => {
    const profile = String(primary.row.document_id);
    const events = () =>
      table(strapi, trx, UIDS.event).where({ profile: String(secondary.row.document_id) });
    await events()
      .whereNull('identity')
      .update({ identity: keyOf(secondary) });
    await events().update({ profile });
    await table(strapi, trx, LOGIN_FAILURES_UID)
      .where({ profile: String(secondary.row.document_id) })
      .update({ profile });
  };

  const growPrimary = async (
    trx: Knex.Transaction,
    candidates: LinkCandidates,
    { mergeMetadata }: LinkOptions
  ): Promise<void> => {
    const { primary, secondary } = candidates;
    const columns: Record<string, unknown> = { ...lastLogin(candidates), updated_at: new Date() };
    columns.known_countries = JSON.stringify([
      ...new Set([...countries(primary), ...countries(secondary)]),
    ]);
    if (mergeMetadata) {
      const { merged } = joinMetadata(candidates);
      columns.user_metadata = JSON.stringify(changedMetadata(strapi, {}, merged, 'replace'));
    }
    await table(strapi, trx, UIDS.user)
      .where({ id: primary.row.id })
      .update(columns)
      .increment({ revision: 1, logins_count: Number(secondary.row.logins_count ?? 0) });
  };

  /** Both were there before: each has it in its history, also once they are two again. */
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
      { ...linked, documentId: String(primary.row.document_id) },
      { operation: 'linked-to', user_id: String(primary.row.user_id) }
    );
  };

  const announce = async (
    trx: Knex.Transaction,
    { primary, secondary }: LinkCandidates
  ): Promise<void> => {
    const hub = getService(strapi, 'event-publisher');
    await hub.profileChanged(trx, primary.row.id);
    // Whoever listens must not take it for a wish to be forgotten.
    await hub.profileDeleted(hubUserOf(refOf(secondary.row, null)), {
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
    await growPrimary(trx, candidates, options);
    for (const { row } of [primary, secondary].sort((a, b) => a.row.id - b.row.id)) {
      await sessions.lockDevices(trx, row.id);
    }
    await sessions.endSessionsOf(trx, secondary.row.id);
    await moveAllDevices(strapi, trx, secondary.row.id, primary.row.id, keyOf(secondary));
    await moveIdentities(trx, candidates);
    await moveHistory(trx, candidates);
    await table(strapi, trx, UIDS.user).where({ id: secondary.row.id }).delete();
    await announce(trx, candidates);
    await recordLink(candidates);
  };

  return {
    /**
     * Makes one user of two, all of it or nothing: the other's identities, devices and history are the
     * user's from then on, and the other is gone. Its sessions end, since they are of an account that
     * the person does not sign in as any more.
     *
     * @param id of the one who stays, a `documentId` or a `user_id`
     * @param secondaryUser of the other
     * @throws NotFoundError, ValidationError that says why these two cannot be linked
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
