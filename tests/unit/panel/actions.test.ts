import {
  PERMISSIONS,
  type PermissionName,
} from '../../../plugins/user-profile/admin/src/constants/permissions';
import { menuGroups } from '../../../plugins/user-profile/admin/src/pages/UserDetails/Actions/menuGroups';
import { allowedActions } from '../../../plugins/user-profile/admin/src/utils/allowedActions';
import type { UserAction } from '../../../plugins/user-profile/shared/contracts/users';

const ALL: UserAction[] = [
  'edit-profile',
  'edit-metadata',
  'change-email',
  'change-password',
  'send-verification-email',
  'send-password-reset',
  'block',
  'lift-login-blocks',
  'delete',
];

const allowing = (...names: PermissionName[]) =>
  Object.fromEntries(
    Object.keys(PERMISSIONS).map((name) => [name, names.some((allowed) => allowed === name)])
  ) as Record<PermissionName, boolean>;

describe('allowedActions', () => {
  test.each<[PermissionName[], UserAction[]]>([
    [['readUsers', 'readDevices', 'readEvents'], []],
    [['updateUsers'], ['edit-profile', 'edit-metadata', 'send-verification-email']],
    [['setCredentials'], ['change-password', 'send-password-reset']],
    [['blockUsers'], ['block', 'lift-login-blocks']],
    [['deleteUsers'], ['delete']],
    [['updateUsers', 'setCredentials', 'blockUsers', 'deleteUsers'], ALL],
  ])('returns for the permissions %j the actions %j', (names, expected) => {
    expect(allowedActions(ALL, allowing(...names))).toEqual(expected);
  });

  it('returns no action that the user does not have', () => {
    expect(allowedActions(['block'], allowing('blockUsers', 'deleteUsers'))).toEqual(['block']);
  });
});

describe('menuGroups', () => {
  it('omits empty groups and the metadata action', () => {
    expect(menuGroups(['delete', 'edit-metadata', 'unblock'])).toEqual([['unblock'], ['delete']]);
    expect(menuGroups(['edit-metadata'])).toEqual([]);
  });
});
