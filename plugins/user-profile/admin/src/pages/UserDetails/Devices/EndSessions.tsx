import type { Device, DeviceSession } from '../../../../../shared/contracts/devices';
import { ConfirmDialog } from '../../../components/dialogs/ConfirmDialog';
import type { DialogProps } from '../../../components/dialogs/dialogProps';
import { useRun } from '../../../components/dialogs/useRun';
import { useTranslate } from '../../../hooks/useTranslate';
import {
  useEndDeviceSessionMutation,
  useEndDeviceSessionsMutation,
} from '../../../services/devices';

interface EndSessionsProps extends DialogProps {
  userId: string;
  device: Device;
  target: DeviceSession | 'all';
}

/** Asks before one session or all sessions of a device end. */
export const EndSessions = ({ userId, device, target, ...dialog }: EndSessionsProps) => {
  const t = useTranslate();
  const run = useRun();
  const [endOne] = useEndDeviceSessionMutation();
  const [endAll] = useEndDeviceSessionsMutation();
  const params = { id: userId, deviceId: device.device_id };

  return target === 'all' ? (
    <ConfirmDialog
      {...dialog}
      isDanger
      title={t('devices.sessions.endAll.title')}
      body={t('devices.sessions.endAll.confirm', { device: device.name })}
      confirmLabel={t('devices.sessions.endAll')}
      onConfirm={() =>
        run(endAll(params), ({ data }) => t('devices.sessions.ended', { count: data.sessions }))
      }
    />
  ) : (
    <ConfirmDialog
      {...dialog}
      isDanger
      title={t('devices.session.end.title')}
      body={t('devices.session.end.confirm', { device: device.name })}
      confirmLabel={t('devices.session.end')}
      onConfirm={() =>
        run(endOne({ ...params, sessionId: target.session_id }), () => t('devices.session.ended'))
      }
    />
  );
};
