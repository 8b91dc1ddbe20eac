import { Button, Flex } from '@strapi/design-system';
import * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';
import { ConfirmDialog } from './dialogs/ConfirmDialog';

interface EditorButtonsProps {
  /** What is lost on Cancel, shown in the confirmation. */
  discard: string;
  modified: boolean;
  isSaving: boolean;
  canSave: boolean;
  onClose: () => void;
}

/** Save and Cancel. Cancel asks for confirmation if there are unsaved changes. */
export const EditorButtons = ({
  discard,
  modified,
  isSaving,
  canSave,
  onClose,
}: EditorButtonsProps) => {
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
        {t('common.cancel')}
      </Button>
      <Button type="submit" loading={isSaving} disabled={!canSave}>
        {t('common.save')}
      </Button>
      {isAsking ? (
        <ConfirmDialog
          isDanger
          title={t('editor.discard')}
          body={discard}
          confirmLabel={t('editor.discard.confirm')}
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
