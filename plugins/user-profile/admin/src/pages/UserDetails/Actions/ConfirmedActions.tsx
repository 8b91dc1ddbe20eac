import { useIntl } from 'react-intl';

import { ConfirmDialog } from '../../../components/dialogs/ConfirmDialog';
import { useRun } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import {
  useLiftLoginBlocksMutation,
  useSendUserEmailMutation,
  useSetBlockedMutation,
} from '../../../services/users';
import { useBlockedIp } from './useBlockedIp';
import type { UserDialogProps } from './userDialogProps';

/** The dialog that blocks a user, or lets one in again. */
const blockedDialog = (action: 'block' | 'unblock') => {
  const BlockedDialog = ({ user, ...rest }: UserDialogProps) => {
    const t = useTranslate();
    const run = useRun();
    const [setBlocked] = useSetBlockedMutation();
    const { documentId: id, name } = user;
    const blocked = action === 'block';

    return (
      <ConfirmDialog
        {...rest}
        isDanger={blocked}
        title={t(`actions.${action}`)}
        body={t(`actions.${action}.body`, { name })}
        confirmLabel={t(`actions.${action}`)}
        onConfirm={() =>
          run(setBlocked({ id, blocked }), () => t(`actions.${action}.done`, { name }))
        }
      />
    );
  };

  return BlockedDialog;
};

export const BlockDialog = blockedDialog('block');

export const UnblockDialog = blockedDialog('unblock');

export const LiftLoginBlocksDialog = ({ user, meta, ...rest }: UserDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const { formatList } = useIntl();
  const addressOf = useBlockedIp();
  const [lift] = useLiftLoginBlocksMutation();
  const addresses = formatList([...new Set(meta.login_blocks.map(addressOf))]);

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.lift-login-blocks')}
      body={t('actions.liftLoginBlocks.body', { name: user.name, addresses })}
      confirmLabel={t('actions.lift-login-blocks')}
      onConfirm={() => run(lift({ id: user.documentId }), () => t('actions.liftLoginBlocks.done'))}
    />
  );
};

const MAILS = {
  'verification-email': 'verificationEmail',
  'password-reset': 'passwordReset',
} as const;

/** The dialog that has a mail sent to a user. */
const mailDialog = (kind: keyof typeof MAILS) => {
  const texts = `actions.${MAILS[kind]}` as const;

  const MailDialog = ({ user, ...rest }: UserDialogProps) => {
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
            t('actions.mailSent', { email: data.email })
          )
        }
      />
    );
  };

  return MailDialog;
};

export const VerificationEmailDialog = mailDialog('verification-email');

export const PasswordResetDialog = mailDialog('password-reset');
