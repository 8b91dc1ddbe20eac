import { Modal } from '@strapi/design-system';
import * as React from 'react';

import type { Profile } from '../../../../../../shared/contracts/users';
import type { DialogProps } from '../../../../components/dialogs/dialogProps';
import { focusFirstField } from '../../../../components/dialogs/focusFirstField';
import { useTranslate } from '../../../../hooks/useTranslate';
import { FindStep } from './FindStep';
import { PreviewStep } from './PreviewStep';

interface LinkDialogProps extends DialogProps {
  user: Profile;
}

/** First step: find the secondary user. Second step: preview and confirm. */
export const LinkDialog = ({ user, onClose, onCloseAutoFocus }: LinkDialogProps) => {
  const t = useTranslate();
  const [other, setOther] = React.useState<Profile>();
  // Kept here, so going back from the second step restores the search.
  const [search, setSearch] = React.useState(user.email ?? '');
  const [isLinking, setIsLinking] = React.useState(false);

  const close = () => {
    // Closed now, the dialog could not show a failure.
    if (!isLinking) {
      onClose();
    }
  };

  return (
    <Modal.Root open onOpenChange={close}>
      <Modal.Content
        style={{ maxWidth: '64rem' }}
        aria-describedby={undefined}
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus}
        onInteractOutside={(event) => event.preventDefault()}
      >
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('linking.title', { name: user.name })}</Modal.Title>
        </Modal.Header>
        {other ? (
          <PreviewStep
            user={user}
            other={other}
            onBack={() => setOther(undefined)}
            onLinking={setIsLinking}
            onClose={onClose}
          />
        ) : (
          <FindStep user={user} search={search} onSearch={setSearch} onChoose={setOther} />
        )}
      </Modal.Content>
    </Modal.Root>
  );
};
