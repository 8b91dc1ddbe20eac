import { useIntl } from 'react-intl';

import { useTranslate } from '../../../hooks/useTranslate';
import {
  useLiftLoginBlocksMutation,
  useSendUserEmailMutation,
  useSetBlockedMutation,
} from '../../../services/users';

import { ConfirmDialog } from './ConfirmDialog';
import type { DialogProps } from './dialogProps';
import { useBlockedAddress } from './useBlockedAddress';
import { useRun } from './useRun';

export const BlockDialog = ({ user, ...rest }: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [setBlocked] = useSetBlockedMutation();
  const { documentId: id, name } = user;

  return (
    <ConfirmDialog
      {...rest}
      isDanger
      title={t('actions.block')}
      body={t('actions.block.body', { name })}
      confirmLabel={t('actions.block')}
      onConfirm={() =>
        run(setBlocked({ id, blocked: true }), () => t('actions.block.done', { name }))
      }
    />
  );
};

export const UnblockDialog = ({ user, ...rest }: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [setBlocked] = useSetBlockedMutation();
  const { documentId: id, name } = user;

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.unblock')}
      body={t('actions.unblock.body', { name })}
      confirmLabel={t('actions.unblock')}
      onConfirm={() =>
        run(setBlocked({ id, blocked: false }), () => t('actions.unblock.done', { name }))
      }
    />
  );
};

export const LiftLoginBlocksDialog = ({ user, meta, ...rest }: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const { formatList } = useIntl();
  const addressOf = useBlockedAddress();
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

export const VerificationEmailDialog = ({ user, ...rest }: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [send] = useSendUserEmailMutation();

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.send-verification-email')}
      body={t('actions.verificationEmail.body', { email: user.email })}
      confirmLabel={t('actions.verificationEmail.confirm')}
      onConfirm={() =>
        run(send({ id: user.documentId, kind: 'verification-email' }), ({ data }) =>
          t('actions.mailSent', { email: data.email })
        )
      }
    />
  );
};

export const PasswordResetDialog = ({ user, ...rest }: DialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [send] = useSendUserEmailMutation();

  return (
    <ConfirmDialog
      {...rest}
      title={t('actions.send-password-reset')}
      body={t('actions.passwordReset.body', { email: user.email })}
      confirmLabel={t('actions.passwordReset.confirm')}
      onConfirm={() =>
        run(send({ id: user.documentId, kind: 'password-reset' }), ({ data }) =>
          t('actions.mailSent', { email: data.email })
        )
      }
    />
  );
};
