import * as React from 'react';
import { useIntl } from 'react-intl';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "1.5 MB" in the administrator's language, with units of 1024. */
export const useFormatBytes = (): ((bytes: number) => string) => {
  const { formatNumber } = useIntl();

  return React.useCallback(
    (bytes) => {
      const power = Math.min(
        UNITS.length - 1,
        Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024))
      );

      return formatNumber(bytes / 1024 ** power, {
        style: 'unit',
        unit: UNITS[power],
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: 1,
      });
    },
    [formatNumber]
  );
};
