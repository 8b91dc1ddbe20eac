import { Button } from '@strapi/design-system';

import { EmptyState } from '../../../components/States/States';
import { useTranslate } from '../../../hooks/useTranslate';
import { daysOf, type Range } from '../../../utils/range';

interface NoLocationsProps {
  /** Logins in the range, none of which has a known place. */
  logins: number;
  range: Range;
  onRangeChange: (range: Range) => void;
}

export const NoLocations = ({ logins, range, onRangeChange }: NoLocationsProps) => {
  const t = useTranslate();

  return (
    <EmptyState
      content={
        logins > 0
          ? t('locations.allUnknown', { count: logins })
          : t('locations.empty', { days: daysOf(range) })
      }
      action={
        range === '30d' ? undefined : (
          <Button variant="secondary" onClick={() => onRangeChange('30d')}>
            {t('history.empty.action')}
          </Button>
        )
      }
    />
  );
};
