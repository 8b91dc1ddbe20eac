import { Button } from '@strapi/design-system';

import { EmptyState } from '../../../components/States';
import { useTranslate } from '../../../hooks/useTranslate';
import { DEFAULT_RANGE, EVERYTHING } from '../../../utils/range';
import type { HistoryState } from './useHistoryState';

export const NoEvents = ({ state }: { state: HistoryState }) => {
  const t = useTranslate();
  const { range, types, setRange, setTypes } = state;

  if (types.length > 0) {
    return (
      <EmptyState
        content={t('history.empty.types')}
        action={
          <Button variant="secondary" onClick={() => setTypes([])}>
            {t('history.types.clear')}
          </Button>
        }
      />
    );
  }

  return (
    <EmptyState
      content={
        range.preset === DEFAULT_RANGE.preset ? t('history.empty') : t('history.empty.range')
      }
      action={
        range.preset === EVERYTHING.preset ? undefined : (
          <Button variant="secondary" onClick={() => setRange(EVERYTHING)}>
            {t('range.showAll')}
          </Button>
        )
      }
    />
  );
};
