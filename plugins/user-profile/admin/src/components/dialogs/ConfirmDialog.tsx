import { Box, Button, Dialog, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import type { ApiError } from '../../utils/errors';
import type { DialogProps } from './dialogProps';
import { useErrorText } from './useRun';

interface ConfirmDialogProps extends DialogProps {
  title: string;
  body: string;
  confirmLabel: string;
  isDanger?: boolean;
  onConfirm: () => Promise<ApiError | undefined>;
}

/** Strapi's confirmation dialog has a fixed title and does not return the focus. */
export const ConfirmDialog = ({
  title,
  body,
  confirmLabel,
  isDanger = false,
  onConfirm,
  onClose,
  onCloseAutoFocus,
}: ConfirmDialogProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const [isRunning, setIsRunning] = React.useState(false);
  const [error, setError] = React.useState<ApiError>();

  const confirm = async () => {
    setIsRunning(true);
    setError(undefined);
    const failure = await onConfirm();
    setIsRunning(false);

    if (failure) {
      setError(failure);
    } else {
      onClose();
    }
  };

  const close = () => {
    // Closed now, the dialog could not show a failure.
    if (!isRunning) {
      onClose();
    }
  };

  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Content onCloseAutoFocus={onCloseAutoFocus}>
        <Dialog.Header style={{ overflowWrap: 'anywhere' }}>{title}</Dialog.Header>
        <Dialog.Body>
          <WarningCircle
            width={24}
            height={24}
            fill={isDanger ? 'danger600' : 'primary600'}
            aria-hidden
          />
          <Dialog.Description textAlign="center" style={{ overflowWrap: 'anywhere' }}>
            {body}
          </Dialog.Description>
          {error ? (
            <Box role="alert" paddingTop={2}>
              <Typography textColor="danger600" textAlign="center">
                {errorText(error)}
              </Typography>
            </Box>
          ) : null}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary" disabled={isRunning}>
              {t('common.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button
            fullWidth
            variant={isDanger ? 'danger-light' : 'default'}
            loading={isRunning}
            onClick={() => void confirm()}
          >
            {confirmLabel}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};
