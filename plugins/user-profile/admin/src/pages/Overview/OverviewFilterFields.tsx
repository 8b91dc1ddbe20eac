import { Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import type { CountsOfPart } from '../../../../shared/contracts/overview';
import { useTranslate } from '../../hooks/useTranslate';
import { type OverviewFilters, type OverviewPart, PARTS } from './useOverviewState';

/** No connection or application has an empty name. */
const ALL = '';

interface OverviewFilterFieldsProps {
  filters: OverviewFilters;
  parts: Record<OverviewPart, readonly CountsOfPart[]>;
  labelOf: Record<OverviewPart, (part: CountsOfPart) => string>;
  onChange: (part: OverviewPart, name: string | undefined) => void;
}

export const OverviewFilterFields = ({
  filters,
  parts,
  labelOf,
  onChange,
}: OverviewFilterFieldsProps) => {
  const t = useTranslate();

  const optionsOf = (part: OverviewPart) => {
    const chosen = filters[part];
    const options = parts[part].flatMap((each) =>
      each.name === null ? [] : [{ name: each.name, label: labelOf[part](each) }]
    );
    const isKnown = chosen === undefined || options.some(({ name }) => name === chosen);

    // Includes one of the URL that has no events, so it can be removed.
    return isKnown ? options : [...options, { name: chosen, label: chosen }];
  };

  return (
    <Flex role="search" aria-label={t('overview.filters')} gap={2} wrap="wrap">
      {PARTS.map((part) => (
        <SingleSelect
          key={part}
          size="S"
          aria-label={t(`log.filter.${part}`)}
          value={filters[part] ?? ALL}
          onChange={(name: string | number) =>
            onChange(part, name === ALL ? undefined : String(name))
          }
        >
          <SingleSelectOption value={ALL}>{t(`overview.all.${part}`)}</SingleSelectOption>
          {optionsOf(part).map(({ name, label }) => (
            <SingleSelectOption key={name} value={name}>
              {label}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      ))}
    </Flex>
  );
};
