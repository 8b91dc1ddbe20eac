import * as React from 'react';

import { Button, Flex } from '@strapi/design-system';

import { useTranslate } from '../../../../hooks/useTranslate';
import { ConfirmDialog } from '../../Actions/ConfirmDialog';

interface EditorButtonsProps {
  modified: boolean;
  isSaving: boolean;
  canSave: boolean;
  onClose: () => void;
}

/** Save and Cancel; the latter asks first where something would be lost. */
export const EditorButtons = ({ modified, isSaving, canSave, onClose }: EditorButtonsProps) => {
  const t = useTranslate();
  const [isAsking, setIsAsking] = React.useState(false);
  const cancelButton = React.useRef<HTMLButtonElement>(null);

  return (
    <Flex justifyContent="flex-end" gap={2}>
      <Button
        ref={cancelButton}
        variant="tertiary"
        disabled={isSaving}
        onClick={() => (modified ? setIsAsking(true) : onClose())}
      >
        {t('metadata.cancel')}
      </Button>
      <Button type="submit" loading={isSaving} disabled={!canSave}>
        {t('metadata.save')}
      </Button>
      {isAsking ? (
        <ConfirmDialog
          isDanger
          title={t('metadata.discard')}
          body={t('metadata.discard.body')}
          confirmLabel={t('metadata.discard.confirm')}
          onConfirm={async () => {
            onClose();

            return undefined;
          }}
          onClose={() => setIsAsking(false)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            cancelButton.current?.focus();
          }}
        />
      ) : null}
    </Flex>
  );
};
