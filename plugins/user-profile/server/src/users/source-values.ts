import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { JsonObject } from '../../../shared/contracts/users';
import { ACCOUNT_COLUMNS, accountOf } from '../model/accounts/account';
import { mirroredAttributes } from '../model/accounts/account';
import { rootAttributesIn } from '../model/connections/source-profile';
import { asJson, inTransaction, table, type Row } from '../runtime/database/rows';

/** What the source of a user's primary identity says of the attributes that can be overridden. */
export const sourceValuesOf = (strapi: Core.Strapi, user: Row): Promise<Record<string, unknown>> =>
  inTransaction(strapi, async (trx) => {
    const identity: Row | undefined = await table(strapi, trx, UIDS.identity)
      .where({ user_id: user.id })
      .orderBy('is_primary', 'desc')
      .first('account', 'profile_data');
    const said = asJson<JsonObject>(identity?.profile_data, {});
    const account: Row | undefined = identity?.account
      ? await table(strapi, trx, STRAPI_UIDS.account)
          .where({ document_id: identity.account })
          .first(ACCOUNT_COLUMNS)
      : undefined;
    const derived: Record<string, unknown> = account
      ? mirroredAttributes(accountOf(account), said)
      : { name: user.email, nickname: user.username };
    const { name, nickname } = derived;
    return { name, nickname, ...rootAttributesIn(said) };
  });
