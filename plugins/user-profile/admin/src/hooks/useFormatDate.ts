import * as React from 'react';
import { useIntl } from 'react-intl';

import { isolated, isRightToLeft } from '../utils/bidi';
import { parseDate } from '../utils/relativeTime';

/** @returns undefined for an invalid date */
export const useFormatDate = (): ((date: string | null | undefined) => string | undefined) => {
  const { formatDate, locale } = useIntl();

  return React.useCallback(
    (date) => {
      const parsed = parseDate(date);

      if (!parsed) {
        return undefined;
      }

      const text = formatDate(parsed, { dateStyle: 'medium', timeStyle: 'medium' });

      return isRightToLeft(locale) ? isolated(text, locale) : text;
    },
    [formatDate, locale]
  );
};
