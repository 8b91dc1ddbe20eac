import * as React from 'react';

import { type EventType, outcomeOf } from '../../../../shared/event-types';
import { useTranslate } from '../../hooks/useTranslate';
import { EVENT_GROUPS, parseTypes } from '../../utils/eventGroups';
import { MultiChoice } from '../Filters/MultiChoice';
import { OutcomeIcon } from './OutcomeIcon';
import { useEventText } from './useEventText';

interface TypeFilterProps {
  /** Empty for all. */
  value: readonly EventType[];
  onChange: (types: EventType[]) => void;
}

export const TypeFilter = ({ value, onChange }: TypeFilterProps) => {
  const t = useTranslate();
  const { nameOfType } = useEventText();
  const groups = React.useMemo(
    () =>
      EVENT_GROUPS.map(({ label, types }) => ({
        label: t(label),
        choices: types.map((type) => ({
          value: type,
          label: nameOfType(type),
          icon: <OutcomeIcon outcome={outcomeOf(type)} />,
        })),
      })),
    [nameOfType, t]
  );

  return (
    <MultiChoice
      label={t('history.types')}
      groups={groups}
      value={value}
      placeholder={t('history.types.all')}
      summary={
        value.length === 1
          ? nameOfType(value[0])
          : t('history.types.count', { count: value.length })
      }
      clearLabel={t('history.types.clear')}
      onChange={(chosen) => onChange(parseTypes(chosen))}
    />
  );
};
