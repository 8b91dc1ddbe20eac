import * as React from 'react';

import { BlockDialog, ChangeBlockDialog } from './BlockDialog';
import { ChangeEmailDialog } from './ChangeEmailDialog';
import { ChangePasswordDialog } from './ChangePasswordDialog';
import { ChangeRoleDialog } from './ChangeRoleDialog';
import {
  LiftLoginBlocksDialog,
  PasswordResetDialog,
  RevokeInvitationDialog,
  SendInvitationDialog,
  UnblockDialog,
  VerificationEmailDialog,
} from './ConfirmedActions';
import { DeleteDialog } from './DeleteDialog';
import { EditProfileDialog } from './EditProfileDialog';
import type { MenuAction, PanelAction } from './menuGroups';
import type { UserDialogProps } from './userDialogProps';

const DIALOGS: Record<MenuAction, React.ComponentType<UserDialogProps>> = {
  'edit-profile': EditProfileDialog,
  'change-email': ChangeEmailDialog,
  'change-password': ChangePasswordDialog,
  'assign-role': ChangeRoleDialog,
  'send-verification-email': VerificationEmailDialog,
  'send-password-reset': PasswordResetDialog,
  'send-invitation': SendInvitationDialog,
  'revoke-invitation': RevokeInvitationDialog,
  'lift-login-blocks': LiftLoginBlocksDialog,
  block: BlockDialog,
  'change-block': ChangeBlockDialog,
  unblock: UnblockDialog,
  delete: DeleteDialog,
};

/** Metadata is edited on the Details tab. */
const hasDialog = (action: PanelAction | undefined): action is MenuAction =>
  action !== undefined && action !== 'edit-metadata';

interface ActionDialogProps extends UserDialogProps {
  action: PanelAction | undefined;
}

export const ActionDialog = ({ action, ...rest }: ActionDialogProps) => {
  if (!hasDialog(action)) {
    return null;
  }

  const Dialog = DIALOGS[action];

  return <Dialog {...rest} />;
};
