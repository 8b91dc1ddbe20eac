import { Button } from '@strapi/design-system';

import { EmptyState } from '../../../components/States';
import type { EventListState } from '../../../hooks/useEventListState';
import { useTranslate } from '../../../hooks/useTranslate';
import { activeEventFilters } from '../../../utils/eventFilters';
import { DEFAULT_RANGE, EVERYTHING } from '../../../utils/range';

export const NoEvents = ({ state }: { state: EventListState }) => {
  const t = useTranslate();
  const { range, types, isNarrowed, setRange, setTypes } = state;
  const isByType =
    types.length > 0 && state.text === '' && activeEventFilters(state.filters).length === 0;

  if (isByType) {
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

  if (isNarrowed) {
    return (
      <EmptyState
        content={t('log.empty.filtered')}
        action={
          range.preset === EVERYTHING.preset ? (
            <Button variant="secondary" onClick={state.clear}>
              {t('history.clear')}
            </Button>
          ) : (
            <Button variant="secondary" onClick={() => setRange(EVERYTHING)}>
              {t('range.showAll')}
            </Button>
          )
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
