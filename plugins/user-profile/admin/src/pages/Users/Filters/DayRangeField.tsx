import { DatePicker, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useTranslate } from '../../../hooks/useTranslate';
import { dayOf } from '../../../utils/days';
import type { DayRange } from '../../../utils/userFilters';

/** Both halves as wide as each other, whatever the dates in them. */
const Halves = styled(Flex)`
  & > * {
    flex: 1 1 0;
    min-width: 0;
  }
`;

interface DayRangeFieldProps {
  label: string;
  value: DayRange;
  disabled?: boolean;
  onChange: (value: DayRange) => void;
}

export const DayRangeField = ({ label, value, disabled, onChange }: DayRangeFieldProps) => {
  const t = useTranslate();

  return (
    <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={1}>
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {label}
      </Typography>
      <Halves gap={2}>
        {(['from', 'to'] as const).map((end) => (
          <DatePicker
            key={end}
            size="S"
            aria-label={t(`users.filter.${end}`, { label })}
            placeholder={t(`users.filter.${end}.placeholder`)}
            clearLabel={t('users.filter.clear')}
            disabled={disabled}
            value={value[end] ? new Date(value[end]) : undefined}
            onChange={(date) => onChange({ ...value, [end]: date && dayOf(date) })}
            onClear={() => onChange({ ...value, [end]: undefined })}
          />
        ))}
      </Halves>
    </Flex>
  );
};
