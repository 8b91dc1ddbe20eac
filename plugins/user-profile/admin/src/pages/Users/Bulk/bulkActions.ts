import type { Profile } from '../../../../../shared/contracts/users';
import type { PermissionName } from '../../../constants/permissions';
import type { BulkRequest } from '../../../services/bulk';

export type BulkAction = BulkRequest['action'];

const ACTIONS: readonly BulkAction[] = ['block', 'unblock', 'delete'];

export const allowedActions = (allowed: Record<PermissionName, boolean>): BulkAction[] =>
  ACTIONS.filter((action) => (action === 'delete' ? allowed.deleteUsers : allowed.blockUsers));

/** Whether the action would change anything for one of the users. */
export const isUseful = (action: BulkAction, users: readonly Profile[]): boolean =>
  action === 'delete' || users.some(({ blocked }) => blocked === (action === 'unblock'));
