import { Button, Modal } from '@strapi/design-system';

import { useErrorText } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import type { ApiError } from '../../../utils/errors';

interface ErrorStepProps {
  error: ApiError;
  onClose: () => void;
}

export const ErrorStep = ({ error, onClose }: ErrorStepProps) => {
  const t = useTranslate();
  const errorText = useErrorText();

  return (
    <>
      <Modal.Body>
        <Note tone="danger" role="alert">
          {t('users.bulk.error', { message: errorText(error) })}
        </Note>
      </Modal.Body>
      <Modal.Footer justifyContent="flex-end">
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Modal.Footer>
    </>
  );
};
