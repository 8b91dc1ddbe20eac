import { Badge, Box, VisuallyHidden } from '@strapi/design-system';
import * as React from 'react';
import { useIntl } from 'react-intl';

import { type EventType } from '../../../../shared/event-types';
import { useTranslate } from '../../hooks/useTranslate';
import { useCountEventsQuery } from '../../services/events';
import { boundsOf, dateFilter, DEFAULT_RANGE } from '../../utils/range';

const FAILED_LOGINS: EventType[] = ['f', 'fp', 'fu'];

/** The number of failed logins of the past two days; nothing at zero. */
export const FailedLoginsBadge = ({ userId }: { userId: string }) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const [bounds] = React.useState(() => boundsOf(DEFAULT_RANGE, new Date()));
  const { currentData } = useCountEventsQuery({
    userId,
    query: { filters: { ...dateFilter(bounds), type: { $in: FAILED_LOGINS } } },
  });
  const { count = 0, more = false } = currentData?.data ?? {};

  return count > 0 ? (
    <Box tag="span" paddingLeft={2}>
      <Badge
        size="S"
        variant="danger"
        title={t('user.failedLogins', { count, more: String(more) })}
      >
        <span aria-hidden>{formatNumber(count) + (more ? '+' : '')}</span>
        <VisuallyHidden>{t('user.failedLogins', { count, more: String(more) })}</VisuallyHidden>
      </Badge>
    </Box>
  ) : null;
};
