import type { Device } from '../../../../../shared/contracts/devices';

/** What is to be unlinked: one device, or all that the user has. */
export type UnlinkTarget = Device | 'all';

/** The id of the button that asks for it, to which the focus returns. */
export const unlinkButtonId = (target: UnlinkTarget): string =>
  target === 'all' ? 'unlink-all-devices' : `unlink-device-${target.device_id}`;
