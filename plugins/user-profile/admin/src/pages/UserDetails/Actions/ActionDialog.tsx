import * as React from 'react';

import type { UserAction } from '../../../../../shared/contracts/users';
import type { MenuAction } from './actions';
import { ChangeEmailDialog } from './ChangeEmailDialog';
import { ChangePasswordDialog } from './ChangePasswordDialog';
import {
  BlockDialog,
  LiftLoginBlocksDialog,
  PasswordResetDialog,
  UnblockDialog,
  VerificationEmailDialog,
} from './ConfirmedActions';
import { DeleteDialog } from './DeleteDialog';
import type { DialogProps } from './dialogProps';
import { EditProfileDialog } from './EditProfileDialog';

const DIALOGS: Record<MenuAction, React.ComponentType<DialogProps>> = {
  'edit-profile': EditProfileDialog,
  'change-email': ChangeEmailDialog,
  'change-password': ChangePasswordDialog,
  'send-verification-email': VerificationEmailDialog,
  'send-password-reset': PasswordResetDialog,
  'lift-login-blocks': LiftLoginBlocksDialog,
  block: BlockDialog,
  unblock: UnblockDialog,
  delete: DeleteDialog,
};

/** Metadata is edited in its place. */
const hasDialog = (action: UserAction | undefined): action is MenuAction =>
  action !== undefined && action !== 'edit-metadata';

interface ActionDialogProps extends DialogProps {
  action: UserAction | undefined;
}

export const ActionDialog = ({ action, ...rest }: ActionDialogProps) => {
  if (!hasDialog(action)) {
    return null;
  }

  const Dialog = DIALOGS[action];

  return <Dialog {...rest} />;
};
