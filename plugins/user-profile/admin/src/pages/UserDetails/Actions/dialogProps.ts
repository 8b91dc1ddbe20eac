import type { FindUser, Profile } from '../../../../../shared/contracts/users';

/** What the dialog of every action is given. */
export interface DialogProps {
  user: Profile;
  meta: FindUser.Response['meta'];
  onClose: () => void;
  /** Gives the focus back to the Actions button. */
  onCloseAutoFocus: (event: Event) => void;
}
