import { Button, Modal, Typography } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';
import { type ApiError, errorMessage } from '../../../utils/errors';

interface ErrorStepProps {
  error: ApiError;
  onClose: () => void;
}

export const ErrorStep = ({ error, onClose }: ErrorStepProps) => {
  const t = useTranslate();

  return (
    <>
      <Modal.Body>
        <Typography role="alert" textColor="danger700">
          {t('users.bulk.error', { message: errorMessage(error) })}
        </Typography>
      </Modal.Body>
      <Modal.Footer justifyContent="flex-end">
        <Button onClick={onClose}>{t('users.dialog.close')}</Button>
      </Modal.Footer>
    </>
  );
};
