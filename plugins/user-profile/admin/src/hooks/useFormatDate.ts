import * as React from 'react';
import { useIntl } from 'react-intl';

import { isolate } from '../utils/bidi';
import { parseDate } from '../utils/relativeTime';

/** Date and time, isolated from the direction of the text around them.
 *
 * @returns undefined for an invalid date */
export const useFormatDate = (): ((date: string | null | undefined) => string | undefined) => {
  const { formatDate, locale } = useIntl();

  return React.useCallback(
    (date) => {
      const parsed = parseDate(date);

      return (
        parsed && isolate(formatDate(parsed, { dateStyle: 'medium', timeStyle: 'medium' }), locale)
      );
    },
    [formatDate, locale]
  );
};
