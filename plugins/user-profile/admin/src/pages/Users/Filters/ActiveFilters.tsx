import { Flex, Tag, TextButton } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { useTranslate } from '../../../hooks/useTranslate';
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

/** The filters that are set, each with a button to remove it. */
export const ActiveFilters = ({ filters, onChange }: ActiveFiltersProps) => {
  const t = useTranslate();
  const textOf = useFilterText();
  const active = activeFilters(filters);

  if (active.length === 0) {
    return null;
  }

  return (
    <Flex role="group" aria-label={t('users.filters.active')} gap={2} wrap="wrap" width="100%">
      {active.map((name) => (
        <Tag
          key={name}
          icon={<Cross aria-hidden />}
          label={t('users.filter.remove', { filter: textOf(filters, name) })}
          onClick={() => onChange(withoutFilter(filters, name))}
        >
          {textOf(filters, name)}
        </Tag>
      ))}
      <TextButton onClick={() => onChange(NO_FILTERS)}>{t('users.filters.reset')}</TextButton>
    </Flex>
  );
};
