import { useNotification } from '@strapi/strapi/admin';

import { useTranslate } from '../../../hooks/useTranslate';
import { useUnlinkDeviceMutation, useUnlinkDevicesMutation } from '../../../services/devices';
import type { UnlinkTarget } from './unlinkTarget';

export const useUnlink = (userId: string) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const [unlinkOne, one] = useUnlinkDeviceMutation();
  const [unlinkAll, all] = useUnlinkDevicesMutation();

  /** @returns whether it succeeded */
  const unlink = async (target: UnlinkTarget): Promise<boolean> => {
    const result =
      target === 'all'
        ? await unlinkAll({ id: userId })
        : await unlinkOne({ id: userId, deviceId: target.device_id });

    if ('error' in result) {
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
