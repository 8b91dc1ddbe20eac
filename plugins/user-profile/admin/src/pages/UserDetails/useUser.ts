import { useOutletContext } from 'react-router-dom';

import type { FindUser, Profile, UserAction } from '../../../../shared/contracts/users';

export interface UserOutletContext {
  user: Profile;
  meta: FindUser.Response['meta'];
  /** What this administrator may do to this user. */
  actions: readonly UserAction[];
  /** Opens the dialog of an action. */
  openAction: (action: UserAction) => void;
}

/** Everything that is known of the user whose details are open. */
export const useUserDetails = (): UserOutletContext => useOutletContext<UserOutletContext>();

/** The user whose details are open; for the tabs, which stand inside `UserDetailsPage`. */
export const useUser = (): Profile => useUserDetails().user;
