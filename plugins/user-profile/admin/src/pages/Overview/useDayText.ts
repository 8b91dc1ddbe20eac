import * as React from 'react';
import { useIntl } from 'react-intl';

/** The name of a day in UTC, such as "Nov 29", or "November 29, 2026". */
export const useDayText = () => {
  const { formatDate } = useIntl();

  return React.useCallback(
    (day: string, isLong = false) =>
      formatDate(`${day}T00:00:00Z`, {
        timeZone: 'UTC',
        month: isLong ? 'long' : 'short',
        day: 'numeric',
        year: isLong ? 'numeric' : undefined,
      }),
    [formatDate]
  );
};
