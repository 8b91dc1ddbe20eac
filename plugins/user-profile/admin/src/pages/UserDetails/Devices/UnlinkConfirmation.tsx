import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import * as React from 'react';

import type { JwtManagement } from '../../../../../shared/contracts/settings';
import { useErrorText } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import { type UnlinkTarget, unlinkButtonId } from './unlinkTarget';
import { useUnlink } from './useUnlink';

interface UnlinkConfirmationProps {
  userId: string;
  target: UnlinkTarget;
  /** The number of devices. */
  total: number;
  mode: JwtManagement | undefined;
  onUnlinking: (isUnlinking: boolean) => void;
  onClose: () => void;
  /** Gets the focus after the unlinked device's row is gone. */
  region: React.RefObject<HTMLElement>;
}

export const UnlinkConfirmation = ({
  userId,
  target,
  total,
  mode,
  onUnlinking,
  onClose,
  region,
}: UnlinkConfirmationProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { unlink, isUnlinking, error } = useUnlink(userId);
  const isDone = React.useRef(false);
  const isLegacy = mode === 'legacy-support';

  React.useEffect(() => onUnlinking(isUnlinking), [isUnlinking, onUnlinking]);

  const confirm = async () => {
    isDone.current = await unlink(target);

    if (isDone.current) {
      onClose();
    }
  };

  const returnFocus = (event: Event) => {
    const button = document.getElementById(unlinkButtonId(target));

    event.preventDefault();
    ((isDone.current ? null : button) ?? region.current)?.focus();
  };

  return (
    <Dialog.Content onCloseAutoFocus={returnFocus}>
      <Dialog.Header>
        {target === 'all' ? t('devices.unlinkAll.title') : t('devices.unlink.title')}
      </Dialog.Header>
      <Dialog.Body>
        <Flex direction="column" gap={3}>
          <WarningCircle width="2.4rem" height="2.4rem" fill="danger600" aria-hidden />
          <Dialog.Description textAlign="center">
            {target === 'all'
              ? t('devices.unlinkAll.confirm', { count: total })
              : t('devices.unlink.confirm', { device: target.name })}
          </Dialog.Description>
          <Typography textAlign="center" fontWeight="bold">
            {t(isLegacy ? 'devices.unlink.effectLegacy' : 'devices.unlink.effect')}
          </Typography>
          {error ? (
            <Typography role="alert" textAlign="center" textColor="danger600">
              {errorText(error)}
            </Typography>
          ) : null}
        </Flex>
      </Dialog.Body>
      <Dialog.Footer>
        <Dialog.Cancel>
          <Button fullWidth variant="tertiary" disabled={isUnlinking}>
            {t('common.cancel')}
          </Button>
        </Dialog.Cancel>
        <Button
          fullWidth
          variant="danger-light"
          loading={isUnlinking}
          onClick={() => void confirm()}
        >
          {target === 'all' ? t('devices.unlinkAll') : t('devices.unlink')}
        </Button>
      </Dialog.Footer>
    </Dialog.Content>
  );
};
