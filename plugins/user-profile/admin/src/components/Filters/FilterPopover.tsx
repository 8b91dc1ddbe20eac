import { Badge, Box, Button, Flex, Popover } from '@strapi/design-system';
import { Filter } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';

/** Below its date pickers, whose calendars have the z-index of popovers. */
const Content = styled(Popover.Content)`
  z-index: ${({ theme }) => theme.zIndices.dialog};
`;

interface FilterPopoverProps<TFilters> {
  filters: TFilters;
  /** No filter. */
  none: TFilters;
  countOf: (filters: TFilters) => number;
  onApply: (filters: TFilters) => void;
  children: (filters: TFilters, onChange: (changes: Partial<TFilters>) => void) => React.ReactNode;
}

/** A form with filters, which take effect together. */
export const FilterPopover = <TFilters extends object>({
  filters,
  none,
  countOf,
  onApply,
  children,
}: FilterPopoverProps<TFilters>) => {
  const t = useTranslate();
  const [isOpen, setIsOpen] = React.useState(false);
  const [draft, setDraft] = React.useState(filters);
  const count = countOf(filters);

  const open = (next: boolean) => {
    setDraft(filters);
    setIsOpen(next);
  };

  const apply = (next: TFilters) => {
    setIsOpen(false);
    onApply(next);
  };

  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <Popover.Trigger>
        <Button
          variant="tertiary"
          size="S"
          startIcon={<Filter />}
          endIcon={count > 0 ? <Badge>{count}</Badge> : undefined}
        >
          {t('users.filters')}
        </Button>
      </Popover.Trigger>
      <Content aria-label={t('users.filters')}>
        <Box
          tag="form"
          padding={4}
          width="min(48rem, 90vw)"
          maxHeight="var(--radix-popover-content-available-height)"
          overflow="auto"
          onSubmit={(event: React.FormEvent) => {
            event.preventDefault();
            apply(draft);
          }}
        >
          {children(draft, (changes) => setDraft((current) => ({ ...current, ...changes })))}
          <Flex justifyContent="space-between" paddingTop={5}>
            <Button variant="tertiary" disabled={countOf(draft) === 0} onClick={() => apply(none)}>
              {t('users.filters.reset')}
            </Button>
            <Button type="submit">{t('users.filters.apply')}</Button>
          </Flex>
        </Box>
      </Content>
    </Popover.Root>
  );
};
