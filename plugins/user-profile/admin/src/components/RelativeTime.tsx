import { Tooltip } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { useFormatDate } from '../hooks/useFormatDate';
import { useNow } from '../hooks/useNow';
import { parseDate, relativeTimeParts } from '../utils/relativeTime';

interface RelativeTimeProps {
  date: string | null | undefined;
  /** Shown if there is no date. */
  fallback?: string;
}

/** "5 minutes ago", with the exact time in a tooltip. */
export const RelativeTime = ({ date, fallback = '–' }: RelativeTimeProps) => {
  const { formatRelativeTime } = useIntl();
  const formatDate = useFormatDate();
  const now = useNow();
  const parsed = parseDate(date);

  if (!parsed) {
    return <>{fallback}</>;
  }

  const { value, unit } = relativeTimeParts(parsed, now);

  return (
    <Tooltip label={formatDate(date)}>
      <time dir="auto" dateTime={parsed.toISOString()}>
        {formatRelativeTime(value, unit, { numeric: 'auto' })}
      </time>
    </Tooltip>
  );
};
