import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { compareBytewise } from '../../runtime/database/bytewise-columns';
import { FOLDED_COLUMNS } from './folded-columns';
import { createSearchTable } from './search-table';

/** Completes search and order with what a schema cannot declare: the comparison by bytes, and the search text. */
export const createSearchIndexes = async (strapi: Core.Strapi): Promise<void> => {
  await compareBytewise(strapi, UIDS.user, [...FOLDED_COLUMNS, 'phone_number', 'role']);
  await createSearchTable(strapi);
};
