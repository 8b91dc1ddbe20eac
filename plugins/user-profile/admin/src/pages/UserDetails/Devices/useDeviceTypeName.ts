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

/** What kind of device it is; a kind that has no text yet stands for itself. */
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
