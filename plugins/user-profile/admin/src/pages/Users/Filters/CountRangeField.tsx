import { Flex, NumberInput, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useTranslate } from '../../../hooks/useTranslate';
import type { CountRange } from '../../../utils/userFilters';

const Halves = styled(Flex)`
  & > * {
    flex: 1 1 0;
    min-width: 0;
  }
`;

/** Half a login, or fewer than none, is nobody's. */
const whole = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : Math.max(0, Math.floor(value));

interface CountRangeFieldProps {
  label: string;
  value: CountRange;
  onChange: (value: CountRange) => void;
}

export const CountRangeField = ({ label, value, onChange }: CountRangeFieldProps) => {
  const t = useTranslate();

  return (
    <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={1}>
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {label}
      </Typography>
      <Halves gap={2}>
        {(['from', 'to'] as const).map((end) => (
          <NumberInput
            key={end}
            size="S"
            aria-label={t(`users.filter.count.${end}`, { label })}
            placeholder={t(`users.filter.count.${end}.placeholder`)}
            value={value[end]}
            onValueChange={(next) => onChange({ ...value, [end]: whole(next) })}
          />
        ))}
      </Halves>
    </Flex>
  );
};
