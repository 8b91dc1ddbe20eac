import type { BulkAction } from '../../../../../shared/contracts/bulk';
import type { Profile } from '../../../../../shared/contracts/users';
import type { BulkRequest } from '../../../services/bulk';
import type { toApiSelection } from '../../../services/usersList';

export type { BulkAction };

/** What the admin chooses for all users of a bulk action. */
export type BulkChoices = Pick<BulkRequest, 'history' | 'reason' | 'role' | 'until'>;

/** All users that match the list's search and filters. */
export interface Matching {
  selection: ReturnType<typeof toApiSelection>;
  total: number;
  /** Whether the total is an estimate. */
  estimated: boolean;
}

/** Users that are known one by one, or all that match. */
export type BulkTarget =
  { users: readonly Profile[]; matching?: undefined } | { users?: undefined; matching: Matching };

export const countOf = ({ users, matching }: BulkTarget): number =>
  matching ? matching.total : (users?.length ?? 0);

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
