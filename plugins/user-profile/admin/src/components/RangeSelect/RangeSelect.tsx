import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useTranslate } from '../../hooks/useTranslate';
import { daysOf, parseRange, type Range, RANGES } from '../../utils/range';

interface RangeSelectProps {
  value: Range;
  onChange: (range: Range) => void;
}

export const RangeSelect = ({ value, onChange }: RangeSelectProps) => {
  const t = useTranslate();

  return (
    <SingleSelect
      size="S"
      aria-label={t('range.label')}
      value={value}
      onChange={(next: string | number) => onChange(parseRange(String(next)))}
    >
      {RANGES.map((range) => (
        <SingleSelectOption key={range} value={range}>
          {t('range.days', { days: daysOf(range) })}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};
