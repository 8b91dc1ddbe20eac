import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { currentAttempt } from '../request/attempt';
import { legacyDeviceId } from '../request/device-id';
import { asDate, query, tableName, type Row } from '../runtime/database/rows';
import { sharedNow } from '../runtime/database/shared-clock';

/** The payload of a long-lived token of U&P's `legacy-support` mode, with the claims that the plugin adds. */
export interface LegacyPayload {
  id?: number;
  /** Seconds. */
  iat?: number;
  /** The device that the token was issued to. */
  device_id?: string;
  /**
   * Milliseconds on the clock of the database: `iat` is too coarse to compare with a revocation in the same
   * second, and is on the clock of one server.
   */
  issued_at?: number;
  /** The key of the identity that logged in, if it is not the account's own. */
  identity_key?: string;
}

/** The claims that make a token revocable. Outside of a login that is only the time. */
export const legacyClaims = (strapi: Core.Strapi, payload: LegacyPayload): LegacyPayload => {
  const attempt = currentAttempt();
  if (!attempt || !payload.id) {
    return { issued_at: sharedNow(strapi) };
  }
  return {
    device_id: attempt.clientDeviceId ?? legacyDeviceId(payload.id, attempt.facts),
    issued_at: sharedNow(strapi),
    ...(attempt.identity ? { identity_key: attempt.identity } : {}),
  };
};

const issuedAt = ({ issued_at: ms, iat }: LegacyPayload): number => ms ?? (iat ?? 0) * 1000;

/** When the tokens of the user, of the account's identity and of the token's device were last revoked. */
const findRevocations = (strapi: Core.Strapi, payload: LegacyPayload): Promise<Row | undefined> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const users = tableName(strapi, UIDS.user);
  const devices = tableName(strapi, UIDS.device);
  return query(strapi, STRAPI_UIDS.account)
    .join(identities, `${identities}.account`, `${accounts}.document_id`)
    .join(users, `${users}.id`, `${identities}.user_id`)
    .leftJoin(devices, (join) => {
      join
        .on(`${devices}.user_id`, `${users}.id`)
        .andOnVal(`${devices}.device_id`, payload.device_id ?? '');
    })
    .where(`${accounts}.id`, payload.id)
    .first(
      `${users}.id as user_id`,
      `${users}.tokens_not_before as user_not_before`,
      `${identities}.tokens_not_before as identity_not_before`,
      `${devices}.tokens_not_before as device_not_before`
    );
};

/**
 * Whether the token was issued before its device or all devices of the user were unlinked, or before the
 * identity that logged in was linked to another user. This mode has no sessions, so only the time of
 * issue can tell.
 */
export const isRevoked = async (strapi: Core.Strapi, payload: LegacyPayload): Promise<boolean> => {
  if (!payload.id) {
    return false;
  }
  const row = await findRevocations(strapi, payload);
  const identity: Row | undefined = payload.identity_key
    ? await query(strapi, UIDS.identity)
        .where({ identity_key: payload.identity_key, user_id: row?.user_id ?? 0 })
        .first('tokens_not_before')
    : undefined;
  if (payload.identity_key && !identity) {
    return true;
  }
  const issued = issuedAt(payload);
  const revocations = [
    row?.user_not_before,
    row?.identity_not_before,
    row?.device_not_before,
    identity?.tokens_not_before,
  ];
  return revocations.some((date) => (asDate(date)?.getTime() ?? -1) >= issued);
};
