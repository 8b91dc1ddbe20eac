import { Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { CountsOfPart } from '../../../../shared/contracts/overview';
import { ChoiceSelect } from '../../components/ChoiceSelect';
import { useTranslate } from '../../hooks/useTranslate';
import { type OverviewFilters, type OverviewPart, PARTS } from './useOverviewState';

/** A select is as wide as its text, which may be the long name of an application. */
const Fields = styled(Flex)`
  &,
  > * {
    max-width: 100%;
  }
`;

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

  const choicesOf = (part: OverviewPart) => {
    const chosen = filters[part];
    const choices = parts[part].flatMap((each) =>
      each.name === null ? [] : [{ value: each.name, label: labelOf[part](each) }]
    );
    const isKnown = chosen === undefined || choices.some(({ value }) => value === chosen);

    // Includes one of the URL that has no events, so it can be removed.
    return isKnown ? choices : [...choices, { value: chosen, label: chosen }];
  };

  return (
    <Fields role="search" aria-label={t('overview.filters')} gap={2} wrap="wrap">
      {PARTS.map((part) => (
        <ChoiceSelect
          key={part}
          size="S"
          aria-label={t(`log.filter.${part}`)}
          choices={choicesOf(part)}
          value={filters[part] ?? ''}
          none={t(`overview.all.${part}`)}
          onChange={(name) => onChange(part, name || undefined)}
        />
      ))}
    </Fields>
  );
};
