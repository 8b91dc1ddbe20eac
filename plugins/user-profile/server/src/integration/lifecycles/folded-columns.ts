import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { withFoldedCopies } from '../../model/users/folded-columns';

interface Change {
  params: { data?: Record<string, unknown> | Record<string, unknown>[] };
}

/**
 * Keeps the folded columns in line if a site's own code writes users through Strapi's query engine or the
 * Document Service. The plugin itself writes them with `table`, which derives the columns too.
 */
export const foldUserWrites = (strapi: Core.Strapi): void => {
  const fold = ({ params }: Change): void => {
    const { data } = params;
    if (data) {
      params.data = Array.isArray(data) ? data.map(withFoldedCopies) : withFoldedCopies(data);
    }
  };
  strapi.db.lifecycles.subscribe({
    models: [UIDS.user],
    beforeCreate: fold,
    beforeCreateMany: fold,
    beforeUpdate: fold,
    beforeUpdateMany: fold,
  });
};
