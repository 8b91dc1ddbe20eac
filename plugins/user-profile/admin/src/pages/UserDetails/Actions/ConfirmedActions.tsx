import { useIntl } from 'react-intl';

import { ConfirmDialog } from '../../../components/dialogs/ConfirmDialog';
import { useRun } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import {
  useLiftLoginBlocksMutation,
  useRevokeInvitationMutation,
  useSendInvitationMutation,
  useSendUserEmailMutation,
} from '../../../services/userActions';
import { useBlockedIp } from './useBlockedIp';
import type { UserDialogProps } from './userDialogProps';
import { useSetBlocked } from './useSetBlocked';

export const UnblockDialog = ({ user, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const setBlocked = useSetBlocked(user);

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.unblock')}
      body={t('actions.unblock.body', { name: user.name })}
      confirmLabel={t('actions.unblock')}
      onConfirm={() => setBlocked('unblock')}
    />
  );
};

export const LiftLoginBlocksDialog = ({ user, meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const { formatList } = useIntl();
  const ipOf = useBlockedIp();
  const [lift] = useLiftLoginBlocksMutation();
  const ips = formatList([...new Set(meta.login_blocks.map(ipOf))]);

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.lift-login-blocks')}
      body={t('actions.liftLoginBlocks.body', { name: user.name, ips })}
      confirmLabel={t('actions.lift-login-blocks')}
      onConfirm={() => run(lift({ id: user.documentId }), () => t('actions.liftLoginBlocks.done'))}
    />
  );
};

const EMAILS = {
  'verification-email': 'verificationEmail',
  'password-reset': 'passwordReset',
} as const;

const emailDialog = (kind: keyof typeof EMAILS) => {
  const texts = `actions.${EMAILS[kind]}` as const;

  const EmailDialog = ({ user, ...rest }: UserDialogProps) => {
    const t = useTranslate();
    const run = useRun();
    const [send] = useSendUserEmailMutation();

    return (
      <ConfirmDialog
        {...rest}
        title={t(`actions.send-${kind}`)}
        body={t(`${texts}.body`, { email: user.email })}
        confirmLabel={t(`${texts}.confirm`)}
        onConfirm={() =>
          run(send({ id: user.documentId, kind }), ({ data }) =>
            t('actions.emailSent', { email: data.email })
          )
        }
      />
    );
  };

  return EmailDialog;
};

export const VerificationEmailDialog = emailDialog('verification-email');

export const PasswordResetDialog = emailDialog('password-reset');

export const SendInvitationDialog = ({ user, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [send] = useSendInvitationMutation();
  const { documentId: id, email } = user;

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.send-invitation')}
      body={t('actions.sendInvitation.body', { email })}
      confirmLabel={t('actions.sendInvitation.confirm')}
      onConfirm={() => run(send({ id }), () => t('actions.emailSent', { email }))}
    />
  );
};

export const RevokeInvitationDialog = ({ user, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [revoke] = useRevokeInvitationMutation();
  const { documentId: id, name } = user;

  return (
    <ConfirmDialog
      {...rest}
      isDanger
      title={t('actions.revoke-invitation')}
      body={t('actions.revokeInvitation.body', { name })}
      confirmLabel={t('actions.revoke-invitation')}
      onConfirm={() => run(revoke({ id }), () => t('actions.revokeInvitation.done'))}
    />
  );
};
