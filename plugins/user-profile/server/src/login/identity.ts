import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { Identity } from '../model/accounts/look-up';
import { on } from '../runtime/database/rows';

export const findIdentity = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  key: string
): Promise<Identity | undefined> =>
  on(strapi, trx, UIDS.identity).where({ identity_key: key }).first();
