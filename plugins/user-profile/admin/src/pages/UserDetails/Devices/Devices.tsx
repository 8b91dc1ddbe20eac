import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { FindDevices } from '../../../../../shared/contracts/devices';
import type { JwtManagement } from '../../../../../shared/contracts/settings';
import { PlaceAttribution } from '../../../components/PlaceAttribution';
import { EmptyState } from '../../../components/States';
import { useAllowed } from '../../../hooks/useAllowed';
import { useTranslate } from '../../../hooks/useTranslate';
import { DevicesTable } from './DevicesTable';
import { UnlinkConfirmation } from './UnlinkConfirmation';
import { type UnlinkTarget, unlinkButtonId } from './unlinkTarget';

interface DevicesProps {
  userId: string;
  /** Undefined while loading. */
  response: FindDevices.Response | undefined;
  /** The response is that of another page. */
  isPending: boolean;
  mode: JwtManagement | undefined;
}

/** One page of devices, with the buttons and the dialog to unlink them. */
export const Devices = ({ userId, response, isPending, mode }: DevicesProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const region = React.useRef<HTMLDivElement>(null);
  const [target, setTarget] = React.useState<UnlinkTarget>();
  const [isUnlinking, setIsUnlinking] = React.useState(false);
  const devices = response?.data ?? [];
  const total = response?.meta.pagination.total ?? 0;
  // In legacy mode, devices from before the plugin may have tokens although they are not listed.
  const canUnlinkAll = allowed.unlinkDevices && (total > 0 || mode === 'legacy-support');

  return (
    <Flex
      ref={region}
      role="region"
      aria-label={t('devices.label')}
      tabIndex={-1}
      direction="column"
      alignItems="stretch"
      gap={4}
    >
      <Flex justifyContent="space-between" gap={4} wrap="wrap" minHeight="3.2rem">
        <Typography textColor="neutral600">{t('devices.intro')}</Typography>
        {canUnlinkAll ? (
          <Button
            id={unlinkButtonId('all')}
            variant="danger-light"
            onClick={() => setTarget('all')}
          >
            {t('devices.unlinkAll')}
          </Button>
        ) : null}
      </Flex>
      <DevicesTable
        userId={userId}
        devices={devices}
        isLoading={!response}
        isPending={isPending}
        withTokens={mode !== 'legacy-support'}
        empty={<EmptyState content={t('devices.empty')} />}
        onUnlink={allowed.unlinkDevices ? setTarget : undefined}
      />
      {devices.length > 0 ? <PlaceAttribution /> : null}
      <Dialog.Root
        open={target !== undefined}
        // Closed while the request runs, the dialog could not show a failure.
        onOpenChange={(open) => (open || isUnlinking ? undefined : setTarget(undefined))}
      >
        {target ? (
          <UnlinkConfirmation
            userId={userId}
            target={target}
            total={total}
            mode={mode}
            region={region}
            onUnlinking={setIsUnlinking}
            onClose={() => setTarget(undefined)}
          />
        ) : null}
      </Dialog.Root>
    </Flex>
  );
};
