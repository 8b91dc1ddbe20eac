import type { TranslationKey } from '../../../utils/translations';
import type { OptionalColumn } from '../../../utils/userColumns';

export const COLUMN_LABELS: Record<OptionalColumn, TranslationKey> = {
  email: 'users.column.email',
  username: 'users.column.username',
  connection: 'users.column.connection',
  logins_count: 'users.column.logins',
  last_login: 'users.column.latestLogin',
  blocked: 'users.column.status',
  created_at: 'users.column.signedUp',
};
