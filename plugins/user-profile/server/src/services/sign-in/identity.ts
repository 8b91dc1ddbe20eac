import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { Identity } from '../../capture/accounts/owner';
import { on } from '../../database/rows';

export const findIdentity = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  key: string
): Promise<Identity | undefined> =>
  on(strapi, trx, UIDS.identity).where({ identity_key: key }).first();
