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
export type BulkTarget = {
  /** Whether all of the users are known to have requested deletion. */
  isErasureRequested: boolean;
} & (
  { users: readonly Profile[]; matching?: undefined } | { users?: undefined; matching: Matching }
);

export const countOf = ({ users, matching }: BulkTarget): number =>
  matching ? matching.total : (users?.length ?? 0);

export const BULK_ACTIONS: readonly BulkAction[] = [
  'block',
  'unblock',
  'verify-email',
  'assign-role',
  'delete',
];

/** A user as the list shows it. */
export interface ListedUser {
  user: Profile;
  isAccountMissing: boolean;
}

/** Whether the server would accept the action for the user, and the action would change the user. */
const changes = (action: BulkAction, { user, isAccountMissing }: ListedUser): boolean => {
  switch (action) {
    case 'block':
      return !user.blocked && !isAccountMissing;
    case 'unblock':
      return user.blocked;
    case 'verify-email':
      return Boolean(user.email) && !user.email_verified;
    case 'assign-role':
      return !isAccountMissing;
    case 'delete':
      return true;
  }
};

/** Whether the action would change at least one of the users. */
export const isUseful = (action: BulkAction, users: readonly ListedUser[]): boolean =>
  users.some((user) => changes(action, user));
