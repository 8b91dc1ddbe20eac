import * as React from 'react';

import { useTranslate } from '../../../hooks/useTranslate';

const TYPES = [
  'desktop',
  'mobile',
  'tablet',
  'tv',
  'console',
  'wearable',
  'app',
  'cli',
  'bot',
] as const;

/** The name of a device type. An unknown type is shown as it is. */
export const useDeviceTypeName = (): ((type: string | null) => string | null) => {
  const t = useTranslate();

  return React.useCallback(
    (type) => {
      const known = TYPES.find((each) => each === type);

      return known ? t(`devices.type.${known}`) : type;
    },
    [t]
  );
};
