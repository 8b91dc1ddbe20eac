import { useIntl } from 'react-intl';

import { FilterTags } from '../../components/Filters/FilterTags';
import { useConnectionLabel } from '../../hooks/useConnectionLabel';
import { useTranslate } from '../../hooks/useTranslate';
import {
  activeLogFilters,
  type LogFilterName,
  type LogFilters,
  NO_LOG_FILTERS,
} from './logFilters';

interface LogFilterTagsProps {
  filters: LogFilters;
  onChange: (filters: LogFilters) => void;
}

export const LogFilterTags = ({ filters, onChange }: LogFilterTagsProps) => {
  const t = useTranslate();
  const { formatList } = useIntl();
  const labelOf = useConnectionLabel();

  const valueOf = (name: LogFilterName): string => {
    if (name === 'connection') {
      return formatList(filters.connection.map(labelOf));
    }

    if (name === 'outcome') {
      return filters.outcome ? t(`log.outcome.${filters.outcome}`) : '';
    }

    return filters[name];
  };

  return (
    <FilterTags
      names={activeLogFilters(filters)}
      textOf={(name) =>
        t('users.filter.tag', { name: t(`log.filter.${name}`), value: valueOf(name) })
      }
      onRemove={(name) => onChange({ ...filters, [name]: NO_LOG_FILTERS[name] })}
      onReset={() => onChange(NO_LOG_FILTERS)}
    />
  );
};
