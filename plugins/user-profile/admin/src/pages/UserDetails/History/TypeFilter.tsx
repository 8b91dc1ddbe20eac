import { Flex, MultiSelect, MultiSelectGroup, MultiSelectOption } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type EventType, outcomeOf } from '../../../../../shared/event-types';
import { useTranslate } from '../../../hooks/useTranslate';
import { EVENT_GROUPS, parseTypes } from './eventGroups';
import { OutcomeIcon } from './OutcomeIcon';
import { useEventText } from './useEventText';

const NestedOption = styled(MultiSelectOption)`
  padding-left: ${({ theme }) => theme.spaces[7]};
`;

interface TypeFilterProps {
  /** Empty for all. */
  value: readonly EventType[];
  onChange: (types: EventType[]) => void;
}

export const TypeFilter = ({ value, onChange }: TypeFilterProps) => {
  const t = useTranslate();
  const { nameOfType } = useEventText();

  return (
    <MultiSelect
      size="S"
      aria-label={t('history.types')}
      placeholder={t('history.types.all')}
      clearLabel={t('history.types.clear')}
      value={[...value]}
      customizeContent={(chosen = []) =>
        chosen.length === 1
          ? nameOfType(chosen[0])
          : t('history.types.count', { count: chosen.length })
      }
      onChange={(chosen: string[]) => onChange(parseTypes(chosen))}
      onClear={() => onChange([])}
    >
      {EVENT_GROUPS.map(({ label, types }) => (
        <MultiSelectGroup key={label} label={t(label)} values={[...types]}>
          {types.map((type) => (
            <NestedOption key={type} value={type}>
              <Flex tag="span" gap={2}>
                <OutcomeIcon outcome={outcomeOf(type)} />
                {nameOfType(type)}
              </Flex>
            </NestedOption>
          ))}
        </MultiSelectGroup>
      ))}
    </MultiSelect>
  );
};
