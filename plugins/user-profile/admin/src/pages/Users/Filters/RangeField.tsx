import { DatePicker, Flex, NumberInput, Typography } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../../hooks/useTranslate';
import { dayOf } from '../../../utils/days';
import type { DayRange } from '../../../utils/urlValues';
import { type CountRange, MAX_COUNT } from '../../../utils/userFilters';

const Halves = styled(Flex)`
  & > * {
    flex: 1 1 0;
    min-width: 0;
  }
`;

const ENDS = ['from', 'to'] as const;

interface RangeFrameProps {
  label: string;
  children: (end: (typeof ENDS)[number]) => React.ReactNode;
}

/** The inputs for the start and the end of a range. */
export const RangeFrame = ({ label, children }: RangeFrameProps) => (
  <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={1}>
    <Typography variant="pi" fontWeight="bold" textColor="neutral800">
      {label}
    </Typography>
    <Halves gap={2}>{ENDS.map(children)}</Halves>
  </Flex>
);

interface RangeFieldProps<TRange> {
  label: string;
  value: TRange;
  onChange: (value: TRange) => void;
}

/** Numbers of logins are whole and not negative. One that the API rejects would be left out when it is applied. */
const whole = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value)
    ? undefined
    : Math.min(MAX_COUNT, Math.max(0, Math.floor(value)));

export const CountRangeField = ({ label, value, onChange }: RangeFieldProps<CountRange>) => {
  const t = useTranslate();

  return (
    <RangeFrame label={label}>
      {(end) => (
        <NumberInput
          key={end}
          size="S"
          aria-label={t(`users.filter.count.${end}`, { label })}
          placeholder={t(`users.filter.count.${end}.placeholder`)}
          value={value[end]}
          onValueChange={(next) => onChange({ ...value, [end]: whole(next) })}
        />
      )}
    </RangeFrame>
  );
};

export const DayRangeField = ({
  label,
  value,
  disabled,
  onChange,
}: RangeFieldProps<DayRange> & { disabled?: boolean }) => {
  const t = useTranslate();

  return (
    <RangeFrame label={label}>
      {(end) => (
        <DatePicker
          key={end}
          size="S"
          aria-label={t(`users.filter.${end}`, { label })}
          placeholder={t(`users.filter.${end}.placeholder`)}
          clearLabel={t('common.clear')}
          disabled={disabled}
          value={value[end] ? new Date(value[end]) : undefined}
          onChange={(date) => onChange({ ...value, [end]: date && dayOf(date) })}
          onClear={() => onChange({ ...value, [end]: undefined })}
        />
      )}
    </RangeFrame>
  );
};
