import { Badge, Box, Button, Flex, Popover } from '@strapi/design-system';
import { Filter } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../../hooks/useTranslate';
import { activeFilters, NO_FILTERS, type UserFilters } from '../../../utils/userFilters';
import { FilterFields } from './FilterFields';

/** Below its date pickers, whose calendars have the z-index of popovers. */
const Content = styled(Popover.Content)`
  z-index: ${({ theme }) => theme.zIndices.dialog};
`;

interface FilterPopoverProps {
  filters: UserFilters;
  onApply: (filters: UserFilters) => void;
}

export const FilterPopover = ({ filters, onApply }: FilterPopoverProps) => {
  const t = useTranslate();
  const [isOpen, setIsOpen] = React.useState(false);
  const [draft, setDraft] = React.useState(filters);
  const count = activeFilters(filters).length;

  const open = (next: boolean) => {
    setDraft(filters);
    setIsOpen(next);
  };

  const apply = (next: UserFilters) => {
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
          endIcon={count > 0 ? <Badge active>{count}</Badge> : undefined}
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
          <FilterFields
            filters={draft}
            onChange={(changes) => setDraft((current) => ({ ...current, ...changes }))}
          />
          <Flex justifyContent="space-between" paddingTop={5}>
            <Button
              variant="tertiary"
              disabled={activeFilters(draft).length === 0}
              onClick={() => apply(NO_FILTERS)}
            >
              {t('users.filters.reset')}
            </Button>
            <Button type="submit">{t('users.filters.apply')}</Button>
          </Flex>
        </Box>
      </Content>
    </Popover.Root>
  );
};
