import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { currentAttempt } from '../request/attempt';
import { legacyDeviceId } from '../request/device-id';
import { asDate, query, type Row } from '../runtime/database/rows';

/** What a long-lived token of U&P's `legacy-support` mode carries, with what the plugin adds to it. */
export interface LegacyPayload {
  id?: number;
  /** Seconds. */
  iat?: number;
  /** The device that the token was issued to. */
  did?: string;
  /** When it was issued, in milliseconds: `iat` cannot tell before from after within a second. */
  issued_at?: number;
  /** The key of the identity that was signed in by, where it is not the account's own. */
  via?: string;
}

/** The claims by which a token can be cut off later; none where no login is going on. */
export const legacyClaims = (payload: LegacyPayload): LegacyPayload => {
  const attempt = currentAttempt();
  if (!attempt || !payload.id) {
    return { issued_at: Date.now() };
  }
  const did = attempt.clientDeviceId ?? legacyDeviceId(payload.id, attempt.facts);
  const via = attempt.identity ? { via: attempt.identity } : {};
  return { did, issued_at: Date.now(), ...via };
};

const issuedAt = ({ issued_at: ms, iat }: LegacyPayload): number => ms ?? (iat ?? 0) * 1000;

/** What may refuse a token: its account with identity and user, and the device that it names. */
const cutsOf = (strapi: Core.Strapi, payload: LegacyPayload): Promise<Row | undefined> => {
  const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
  const [accounts, identities, users, devices] = [
    STRAPI_UIDS.account,
    UIDS.identity,
    UIDS.user,
    UIDS.device,
  ].map(tableOf);
  return query(strapi, STRAPI_UIDS.account)
    .join(identities, `${identities}.account`, `${accounts}.document_id`)
    .join(users, `${users}.id`, `${identities}.user_id`)
    .leftJoin(devices, (join) => {
      join
        .on(`${devices}.user_id`, `${users}.id`)
        .andOnVal(`${devices}.device_id`, payload.did ?? '');
    })
    .where(`${accounts}.id`, payload.id)
    .first(
      `${users}.id as user_id`,
      `${users}.tokens_not_before as user_cut`,
      `${identities}.tokens_not_before as identity_cut`,
      `${devices}.tokens_not_before as device_cut`
    );
};

/**
 * Whether the token was issued before its device was unlinked, before all devices of the user were, or
 * before the identity that it was signed in by came to another user. There are no sessions in this
 * mode: the moment is all there is.
 */
export const isCutOff = async (strapi: Core.Strapi, payload: LegacyPayload): Promise<boolean> => {
  if (!payload.id) {
    return false;
  }
  const row = await cutsOf(strapi, payload);
  const via: Row | undefined = payload.via
    ? await query(strapi, UIDS.identity)
        .where({ identity_key: payload.via, user_id: row?.user_id ?? 0 })
        .first('tokens_not_before')
    : undefined;
  if (payload.via && !via) {
    return true;
  }
  const issued = issuedAt(payload);
  const cuts = [row?.user_cut, row?.identity_cut, row?.device_cut, via?.tokens_not_before];
  return cuts.some((cut) => (asDate(cut)?.getTime() ?? -1) >= issued);
};
