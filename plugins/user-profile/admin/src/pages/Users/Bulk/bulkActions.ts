import type { Profile } from '../../../../../shared/contracts/users';
import type { BulkRequest } from '../../../services/bulk';

export type BulkAction = BulkRequest['action'];

/** What the admin chooses for all users of a bulk action. */
export type BulkChoices = Pick<BulkRequest, 'history' | 'reason' | 'role' | 'until'>;

export const BULK_ACTIONS: readonly BulkAction[] = [
  'block',
  'unblock',
  'verify-email',
  'assign-role',
  'delete',
];

/** Whether the action would change at least one of the users. */
export const isUseful = (action: BulkAction, users: readonly Profile[]): boolean => {
  if (action === 'verify-email') {
    return users.some(({ email, email_verified: isVerified }) => email && !isVerified);
  }

  return (
    action === 'delete' ||
    action === 'assign-role' ||
    users.some(({ blocked }) => blocked === (action === 'unblock'))
  );
};

/** A version 4 UUID. `crypto.randomUUID` exists in secure contexts only, and Strapi may run on HTTP. */
export const newOperationId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));

  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;

  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
