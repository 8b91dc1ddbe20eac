import { useIntl } from 'react-intl';

import { useConnectionLabel } from '../../hooks/useConnectionLabel';
import { useFormatPlace } from '../../hooks/useFormatPlace';
import { useTranslate } from '../../hooks/useTranslate';
import {
  activeEventFilters,
  type EventFilterName,
  type EventFilters,
  NO_EVENT_FILTERS,
} from '../../utils/eventFilters';
import { FilterTags } from './FilterTags';

interface EventFilterTagsProps {
  filters: EventFilters;
  /** The name of the device that is filtered by; its id is shown if it is not known. */
  deviceName?: string | null;
  onChange: (filters: EventFilters) => void;
}

export const EventFilterTags = ({ filters, deviceName, onChange }: EventFilterTagsProps) => {
  const t = useTranslate();
  const { formatList } = useIntl();
  const labelOf = useConnectionLabel();
  const formatPlace = useFormatPlace();

  const valueOf = (name: EventFilterName): string => {
    switch (name) {
      case 'connection':
        return formatList(filters.connection.map(labelOf));
      case 'outcome':
        return filters.outcome ? t(`log.outcome.${filters.outcome}`) : '';
      case 'device':
        return deviceName ?? filters.device;
      case 'country':
        return (
          formatPlace({ country_code: filters.country, country_name: null, city_name: null }) ??
          filters.country
        );
      default:
        return filters[name];
    }
  };

  return (
    <FilterTags
      names={activeEventFilters(filters)}
      textOf={(name) =>
        t('users.filter.tag', { name: t(`log.filter.${name}`), value: valueOf(name) })
      }
      onRemove={(name) => onChange({ ...filters, [name]: NO_EVENT_FILTERS[name] })}
      onReset={() => onChange(NO_EVENT_FILTERS)}
    />
  );
};
