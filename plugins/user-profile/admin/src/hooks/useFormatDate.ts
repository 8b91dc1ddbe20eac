import * as React from 'react';
import { useIntl } from 'react-intl';

import { parseDate } from '../utils/relativeTime';

/** @returns undefined for an invalid date */
export const useFormatDate = (): ((date: string | null | undefined) => string | undefined) => {
  const { formatDate } = useIntl();

  return React.useCallback(
    (date) => {
      const parsed = parseDate(date);

      return parsed && formatDate(parsed, { dateStyle: 'medium', timeStyle: 'medium' });
    },
    [formatDate]
  );
};
