import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';
import { type Choice, type GroupedChoices, findChoices } from './choices';

const Search = styled.input`
  width: 100%;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: 1.4rem;

  &::placeholder {
    color: ${({ theme }) => theme.colors.neutral600};
    opacity: 1;
  }
`;

/** At least ten rows. */
const List = styled.div`
  position: relative;
  max-height: min(50rem, calc(var(--radix-popover-content-available-height) - 6rem));
  overflow-y: auto;
`;

const Option = styled.div<{ $active: boolean }>`
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: center;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ $active, theme }) => ($active ? theme.colors.primary100 : 'transparent')};
  overflow-wrap: anywhere;
  cursor: pointer;
`;

const Mark = styled.span<{ $checked: boolean }>`
  display: inline-flex;
  flex-shrink: 0;
  align-items: center;
  justify-content: center;
  width: 1.8rem;
  height: 1.8rem;
  border: 1px solid ${({ $checked, theme }) => theme.colors[$checked ? 'primary600' : 'neutral500']};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ $checked, theme }) => ($checked ? theme.colors.primary600 : 'transparent')};

  svg {
    width: 1.2rem;
    fill: ${({ theme }) => theme.colors.buttonNeutral0};
  }
`;

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface ChoiceListProps {
  id: string;
  label: string;
  groups: readonly GroupedChoices[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}

/**
 * A list box with a search box. The focus stays in the search box, which controls the list as WAI-ARIA's
 * combobox pattern describes. The design system's grouped list has buttons inside its options, and none of
 * its lists with several choices can be searched.
 */
export const ChoiceList = ({ id, label, groups, value, onChange }: ChoiceListProps) => {
  const t = useTranslate();
  const [search, setSearch] = React.useState('');
  const [active, setActive] = React.useState(0);
  const found = React.useMemo(() => findChoices(groups, search), [groups, search]);
  const choices = found.flatMap((group) => group.choices);
  const optionId = (choice: Choice | undefined) => choice && `${id}-${choice.value}`;
  const activeId = optionId(choices[active]);

  React.useEffect(() => {
    if (activeId) {
      document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
    }
  }, [activeId]);

  const toggle = ({ value: chosen }: Choice) =>
    onChange(value.includes(chosen) ? value.filter((each) => each !== chosen) : [...value, chosen]);

  const handleKeyDown = (event: React.KeyboardEvent) => {
    const step = STEPS[event.key];

    if (step) {
      event.preventDefault();
      setActive((current) => Math.max(0, Math.min(choices.length - 1, current + step)));
    }

    if (event.key === 'Enter') {
      event.preventDefault();

      if (choices[active]) {
        toggle(choices[active]);
      }
    }
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2} padding={2}>
      <Search
        type="text"
        role="combobox"
        autoComplete="off"
        aria-label={t('common.options.search')}
        placeholder={t('common.options.search')}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={activeId}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
        }}
        onKeyDown={handleKeyDown}
      />
      <List id={id} role="listbox" aria-multiselectable aria-label={label}>
        {found.map((group) => (
          <Box
            key={group.label ?? ''}
            role={group.label ? 'group' : undefined}
            aria-label={group.label}
          >
            {group.label ? (
              <Box padding={2} aria-hidden>
                <Typography variant="sigma" textColor="neutral600">
                  {group.label}
                </Typography>
              </Box>
            ) : null}
            {group.choices.map((choice) => (
              <Option
                key={choice.value}
                id={optionId(choice)}
                role="option"
                aria-selected={value.includes(choice.value)}
                $active={optionId(choice) === activeId}
                onMouseMove={() => setActive(choices.indexOf(choice))}
                onClick={() => toggle(choice)}
              >
                <Mark $checked={value.includes(choice.value)} aria-hidden>
                  {value.includes(choice.value) ? <Check /> : null}
                </Mark>
                {choice.icon}
                <Typography textColor="neutral800">{choice.label}</Typography>
              </Option>
            ))}
          </Box>
        ))}
      </List>
      {choices.length === 0 ? (
        <Box padding={2}>
          <Typography textColor="neutral600">{t('common.options.none')}</Typography>
        </Box>
      ) : null}
      <VisuallyHidden aria-live="polite">
        {search ? t('common.options.found', { count: choices.length }) : null}
      </VisuallyHidden>
    </Flex>
  );
};
