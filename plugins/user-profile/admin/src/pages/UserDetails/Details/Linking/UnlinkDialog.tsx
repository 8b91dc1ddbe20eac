import type { Profile, ProfileIdentity } from '../../../../../../shared/contracts/users';
import { ConfirmDialog } from '../../../../components/dialogs/ConfirmDialog';
import type { DialogProps } from '../../../../components/dialogs/dialogProps';
import { useRun } from '../../../../components/dialogs/useRun';
import { useConnectionLabel } from '../../../../hooks/useConnectionLabel';
import { useTranslate } from '../../../../hooks/useTranslate';
import { useUnlinkIdentityMutation } from '../../../../services/identities';

interface UnlinkDialogProps extends DialogProps {
  user: Profile;
  identity: ProfileIdentity;
}

export const UnlinkDialog = ({ user, identity, ...rest }: UnlinkDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const [unlink] = useUnlinkIdentityMutation();
  const connection = useConnectionLabel()(identity.connection);
  const identityId = `${identity.connection}|${identity.user_id}`;

  return (
    <ConfirmDialog
      {...rest}
      isDanger
      title={t('linking.unlink.title')}
      body={t('linking.unlink.body', { connection, id: identity.user_id, name: user.name })}
      confirmLabel={t('linking.unlink')}
      onConfirm={() =>
        run(unlink({ id: user.documentId, identityId }), ({ meta }) =>
          t('linking.unlink.done', { id: meta.unlinked.user_id })
        )
      }
    />
  );
};
