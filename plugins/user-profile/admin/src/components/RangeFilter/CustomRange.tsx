import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { DAY_MS } from '../../../../shared/durations';
import { useNow } from '../../hooks/useNow';
import { useTranslate } from '../../hooks/useTranslate';
import { isRightToLeft } from '../../utils/bidi';
import { isBackwards, type TimeRange } from '../../utils/range';
import { DateTimeInput } from '../DateTimeInput';

interface CustomRangeProps {
  value: Extract<TimeRange, { preset: 'custom' }>;
  retentionDays: number;
  onChange: (range: TimeRange) => void;
}

/** Two instants in the administrator's time zone. */
export const CustomRange = ({ value, retentionDays, onChange }: CustomRangeProps) => {
  const t = useTranslate();
  const { locale } = useIntl();
  const now = useNow();
  const { from, to } = value;
  const hasError = isBackwards({ from, to });

  const limits = {
    minDate: new Date(now.getTime() - retentionDays * DAY_MS),
    maxDate: now,
  };

  return (
    // Left to right, the input would show the parts of an Arabic date in another order.
    <Box
      role="group"
      aria-label={t('range.custom')}
      dir={isRightToLeft(locale) ? 'rtl' : undefined}
    >
      <Flex gap={2} wrap="wrap">
        <Box width="33rem">
          <DateTimeInput
            {...limits}
            size="S"
            dateLabel={t('range.fromDate')}
            timeLabel={t('range.fromTime')}
            hasError={hasError}
            value={new Date(from)}
            onChange={(date) => date && onChange({ ...value, from: date.toISOString() })}
          />
        </Box>
        <Typography textColor="neutral600" aria-hidden>
          –
        </Typography>
        <Box width="33rem">
          <DateTimeInput
            {...limits}
            size="S"
            dateLabel={t('range.toDate')}
            timeLabel={t('range.toTime')}
            hasError={hasError}
            value={to ? new Date(to) : null}
            onChange={(date) => date && onChange({ ...value, to: date.toISOString() })}
          />
        </Box>
      </Flex>
      {hasError ? (
        <Box paddingTop={1} role="alert">
          <Typography variant="pi" textColor="danger600">
            {t('range.backwards')}
          </Typography>
        </Box>
      ) : null}
    </Box>
  );
};
