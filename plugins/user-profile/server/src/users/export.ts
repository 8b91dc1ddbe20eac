import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { EXPORT_COLUMNS, type exportUsersBody } from '../../../shared/contracts/exports';
import type { JsonValue, Profile } from '../../../shared/contracts/users';
import { getConfig } from '../config/get';
import { primaryIdentitiesWith } from '../model/users/account-field-filters';
import { exportFile } from '../utils/export-file';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-export': ReturnType<typeof createUserExport>;
  }
}

type ExportRequest = z.output<typeof exportUsersBody>['data'];

/** A field may have the name of another column. */
const columnName = (field: string): string => `account_fields.${field}`;

const cellOf = (value: JsonValue): JsonValue =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

export const createUserExport = ({ strapi }: { strapi: Core.Strapi }) => ({
  start({ format, ids, ...selection }: ExportRequest) {
    // An invalid filter must be found before the response begins.
    primaryIdentitiesWith(strapi, selection.filters.account_fields ?? {});
    const { columns } = getConfig(strapi).accountFields;
    const users = getService(strapi, 'user-reader').iterate(selection, ids, columns);
    return exportFile<Profile>(users, {
      name: 'users',
      format,
      columns: [...EXPORT_COLUMNS, ...columns.map(columnName)],
      valuesOf: ({ account_fields: fields = {}, ...profile }) => ({
        ...profile,
        connection: profile.identities[0]?.connection,
        role: profile.role?.name,
        ...Object.fromEntries(
          columns.map((name) => [columnName(name), cellOf(fields[name] ?? null)])
        ),
      }),
    });
  },
});
