import { FilterTags } from '../../../components/Filters/FilterTags';
import {
  activeFilters,
  NO_FILTERS,
  type UserFilters,
  withoutFilter,
} from '../../../utils/userFilters';
import { useFilterText } from './useFilterText';

interface ActiveFiltersProps {
  filters: UserFilters;
  onChange: (filters: UserFilters) => void;
}

export const ActiveFilters = ({ filters, onChange }: ActiveFiltersProps) => {
  const textOf = useFilterText();

  return (
    <FilterTags
      names={activeFilters(filters)}
      textOf={(name) => textOf(filters, name)}
      onRemove={(name) => onChange(withoutFilter(filters, name))}
      onReset={() => onChange(NO_FILTERS)}
    />
  );
};
