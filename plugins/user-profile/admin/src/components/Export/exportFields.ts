import type { AccountField } from '../../../../shared/contracts/account-fields';
import type { ExportUsers } from '../../../../shared/contracts/exports';
import {
  EXPORT_COLUMNS,
  EXPORT_FIELDS,
  type ExportField,
  type UserExportFormat,
} from '../../../../shared/export-fields';

export interface ChosenFields {
  fields: readonly ExportField[];
  /** The names of the site's own fields. */
  own: readonly string[];
}

/** What the server exports if the request names no fields. */
export const defaultFields = (
  format: UserExportFormat,
  accountFields: readonly AccountField[]
): ChosenFields => ({
  fields: format === 'csv' ? EXPORT_COLUMNS : EXPORT_FIELDS.filter((name) => name !== 'connection'),
  own: accountFields.filter(({ column }) => column).map(({ name }) => name),
});

/** The fields of a request, in the order of the columns. */
export const toFields = ({
  fields,
  own,
}: ChosenFields): Pick<ExportUsers.Request['body']['data'], 'fields' | 'account_fields'> => ({
  fields: EXPORT_FIELDS.filter((name) => fields.includes(name)),
  // An empty list: without one, the export has those of the list of users.
  account_fields: [...own],
});
