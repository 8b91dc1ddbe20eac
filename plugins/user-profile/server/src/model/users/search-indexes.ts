import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { compareBytewise } from '../../runtime/database/bytewise-columns';
import { FOLDED_COLUMNS } from './folded-columns';

/** Makes the database compare the columns of search and order by bytes, which a schema cannot declare. */
export const createSearchIndexes = (strapi: Core.Strapi): Promise<void> =>
  compareBytewise(strapi, UIDS.user, [...FOLDED_COLUMNS, 'phone_number']);
