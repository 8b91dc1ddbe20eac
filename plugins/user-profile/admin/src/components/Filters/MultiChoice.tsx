import { Popover, Typography } from '@strapi/design-system';
import { CaretDown, Cross } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import { ChoiceList } from './ChoiceList';
import type { GroupedChoices } from './choices';

const Frame = styled.div`
  position: relative;
  /* Not in percent, which would not count when a row of filters is measured, so the row would wrap early. */
  min-width: 16rem;
`;

const Trigger = styled.button<{ $clearable: boolean }>`
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: center;
  justify-content: space-between;
  width: 100%;
  height: 4rem;
  padding: 0 ${({ theme }) => theme.spaces[3]};
  padding-inline-end: ${({ $clearable, theme }) => ($clearable ? '5.6rem' : theme.spaces[3])};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  text-align: start;
  cursor: pointer;

  ${({ theme }) => theme.breakpoints.medium} {
    height: 3.2rem;
  }

  svg {
    flex-shrink: 0;
    width: 1.2rem;
    fill: ${({ theme }) => theme.colors.neutral600};
  }
`;

const Clear = styled.button`
  position: absolute;
  inset-block: 4px;
  inset-inline-end: 2.8rem;
  display: flex;
  align-items: center;
  justify-content: center;
  width: 2.4rem;
  border: 0;
  background: transparent;
  cursor: pointer;

  svg {
    width: 1.1rem;
    fill: ${({ theme }) => theme.colors.neutral600};
  }
`;

const Content = styled(Popover.Content)`
  width: max(var(--radix-popover-trigger-width), min(32rem, 90vw));
  max-width: 90vw;
  max-height: none;
`;

interface MultiChoiceProps {
  label: string;
  groups: readonly GroupedChoices[];
  value: readonly string[];
  /** Shown if nothing is chosen. */
  placeholder: string;
  /** The chosen values in a few words. */
  summary: string;
  clearLabel: string;
  onChange: (value: string[]) => void;
}

/** A field for several choices out of many. */
export const MultiChoice = ({
  label,
  groups,
  value,
  placeholder,
  summary,
  clearLabel,
  onChange,
}: MultiChoiceProps) => {
  const listId = React.useId();
  const trigger = React.useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = React.useState(false);
  const isEmpty = value.length === 0;

  return (
    <Frame>
      <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
        <Popover.Trigger>
          <Trigger
            ref={trigger}
            type="button"
            role="combobox"
            aria-haspopup="dialog"
            aria-expanded={isOpen}
            aria-label={label}
            $clearable={!isEmpty}
          >
            <Typography ellipsis textColor={isEmpty ? 'neutral600' : 'neutral800'}>
              {isEmpty ? placeholder : summary}
            </Typography>
            <CaretDown aria-hidden />
          </Trigger>
        </Popover.Trigger>
        <Content align="start" sideOffset={4} aria-label={label}>
          <ChoiceList id={listId} label={label} groups={groups} value={value} onChange={onChange} />
        </Content>
      </Popover.Root>
      {isEmpty ? null : (
        <Clear
          type="button"
          aria-label={clearLabel}
          onClick={() => {
            onChange([]);
            trigger.current?.focus();
          }}
        >
          <Cross aria-hidden />
        </Clear>
      )}
    </Frame>
  );
};
