import { useNotification } from '@strapi/strapi/admin';

import { useTranslate } from '../../../hooks/useTranslate';
import { useUnlinkDeviceMutation, useUnlinkDevicesMutation } from '../../../services/devices';
import type { UnlinkTarget } from './unlinkTarget';

/** Unlinks what it is asked to and says so. */
export const useUnlink = (userId: string) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [unlinkOne, one] = useUnlinkDeviceMutation();
  const [unlinkAll, all] = useUnlinkDevicesMutation();

  /** @returns whether it was done */
  const unlink = async (target: UnlinkTarget): Promise<boolean> => {
    const answer =
      target === 'all'
        ? await unlinkAll(userId)
        : await unlinkOne({ userId, deviceId: target.device_id });

    if ('error' in answer) {
      return false;
    }

    toggleNotification({
      type: 'success',
      message:
        target === 'all'
          ? t('devices.unlinkAll.done')
          : t('devices.unlink.done', { device: target.name }),
    });

    return true;
  };

  return {
    unlink,
    isUnlinking: one.isLoading || all.isLoading,
    error: one.error ?? all.error,
  };
};
