import { Button } from '@strapi/design-system';

import { EmptyState } from '../../../components/States';
import { useTranslate } from '../../../hooks/useTranslate';
import { DEFAULT_RANGE, EVERYTHING, type TimeRange } from '../../../utils/range';

interface NoLocationsProps {
  /** Logins in the range, all with an unknown place. */
  logins: number;
  range: TimeRange;
  onRangeChange: (range: TimeRange) => void;
}

export const NoLocations = ({ logins, range, onRangeChange }: NoLocationsProps) => {
  const t = useTranslate();
  const isDefault = range.preset === DEFAULT_RANGE.preset;
  const nothing = isDefault ? t('locations.empty') : t('locations.empty.range');

  return (
    <EmptyState
      content={logins > 0 ? t('locations.allUnknown', { count: logins }) : nothing}
      action={
        range.preset === EVERYTHING.preset ? undefined : (
          <Button variant="secondary" onClick={() => onRangeChange(EVERYTHING)}>
            {t('range.showAll')}
          </Button>
        )
      }
    />
  );
};
