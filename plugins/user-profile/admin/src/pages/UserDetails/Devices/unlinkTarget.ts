import type { Device } from '../../../../../shared/contracts/devices';

/** One device, or all devices of the user. */
export type UnlinkTarget = Device | 'all';

/** The ID of the button that opens the dialog, to which the focus returns. */
export const unlinkButtonId = (target: UnlinkTarget): string =>
  target === 'all' ? 'unlink-all-devices' : `unlink-device-${target.device_id}`;
