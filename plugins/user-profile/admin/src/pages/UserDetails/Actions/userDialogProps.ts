import type { FindUser, Profile } from '../../../../../shared/contracts/users';
import type { DialogProps } from '../../../components/dialogs/dialogProps';

/** The props of a dialog that acts on one user. */
export interface UserDialogProps extends DialogProps {
  user: Profile;
  meta: FindUser.Response['meta'];
}
