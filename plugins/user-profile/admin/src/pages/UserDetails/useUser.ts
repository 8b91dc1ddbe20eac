import { useOutletContext } from 'react-router-dom';

import type { Profile } from '../../../../shared/contracts/users';

export interface UserOutletContext {
  user: Profile;
}

/** The user whose details are open; for the tabs, which stand inside `UserDetailsPage`. */
export const useUser = (): Profile => useOutletContext<UserOutletContext>().user;
