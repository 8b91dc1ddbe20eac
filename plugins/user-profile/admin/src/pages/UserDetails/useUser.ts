import { useOutletContext } from 'react-router-dom';

import type { FindUser, Profile } from '../../../../shared/contracts/users';
import type { PanelAction } from './Actions/menuGroups';

export interface UserOutletContext {
  user: Profile;
  meta: FindUser.Response['meta'];
  /** The actions that this administrator may take. */
  actions: readonly PanelAction[];
  openAction: (action: PanelAction) => void;
}

/** The context that `UserDetails` provides to its tabs. */
export const useUserDetails = (): UserOutletContext => useOutletContext<UserOutletContext>();

/** The user whose details are open. Only for the tabs of `UserDetails`. */
export const useUser = (): Profile => useUserDetails().user;
