import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { EXPORT_COLUMNS, type exportUsersBody } from '../../../shared/contracts/exports';
import type { Profile } from '../../../shared/contracts/users';
import { exportFile } from '../utils/export-file';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-export': ReturnType<typeof createUserExport>;
  }
}

type ExportRequest = z.output<typeof exportUsersBody>['data'];

export const createUserExport = ({ strapi }: { strapi: Core.Strapi }) => ({
  start({ format, ids, ...selection }: ExportRequest) {
    return exportFile<Profile>(getService(strapi, 'user-reader').iterate(selection, ids), {
      name: 'users',
      format,
      columns: EXPORT_COLUMNS,
      valuesOf: (profile) => ({
        ...profile,
        connection: profile.identities[0]?.connection,
        role: profile.role?.name,
      }),
    });
  },
});
