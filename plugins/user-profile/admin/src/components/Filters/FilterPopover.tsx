import { Badge, Box, Button, Flex, Modal, Popover } from '@strapi/design-system';
import { Filter } from '@strapi/icons';
import { useIsMobile } from '@strapi/strapi/admin';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';
import { POPOVER_HEIGHT } from '../popoverHeight';

/** Below its lists and date pickers, whose z-index is the one of popovers. */
const PopoverContent = styled(Popover.Content)`
  z-index: ${({ theme }) => theme.zIndices.dialog};
  max-height: none;
`;

/** A sheet that covers a small screen. */
const SheetContent = styled(Modal.Content)`
  inset: 0;
  width: 100%;
  max-width: none;
  height: 100dvh;
  max-height: none;
  border-radius: 0;
  transform: none;
  animation: none !important;
`;

const Form = styled.form<{ $isSheet: boolean }>`
  display: flex;
  flex-direction: column;
  width: ${({ $isSheet }) => ($isSheet ? 'auto' : 'min(48rem, 90vw)')};
  min-height: 0;
  max-height: ${({ $isSheet }) => ($isSheet ? 'none' : POPOVER_HEIGHT)};
  flex: 1;
`;

/** Focuses the first filter, not the first button of the dialog. */
const focusFirstFilter = (event: Event) => {
  const dialog = event.target instanceof HTMLElement ? event.target : null;
  const field = dialog?.querySelector<HTMLElement>(
    '[data-filters] :is(input, button, [role="combobox"])'
  );

  if (field) {
    event.preventDefault();
    field.focus();
  }
};

interface FilterPopoverProps<TFilters> {
  filters: TFilters;
  /** No filter. */
  none: TFilters;
  countOf: (filters: TFilters) => number;
  onApply: (filters: TFilters) => void;
  /** Loads the fields. Without them, the focus would have no field to go to. */
  load?: () => Promise<void>;
  children: (filters: TFilters, onChange: (changes: Partial<TFilters>) => void) => React.ReactNode;
}

/** A form with filters, which take effect together: a popover, or a sheet on a small screen. */
export const FilterPopover = <TFilters extends object>({
  filters,
  none,
  countOf,
  onApply,
  load,
  children,
}: FilterPopoverProps<TFilters>) => {
  const t = useTranslate();
  const isSheet = useIsMobile();
  const [isOpen, setIsOpen] = React.useState(false);
  const [draft, setDraft] = React.useState(filters);
  const count = countOf(filters);

  const open = async (next: boolean) => {
    if (next) {
      await load?.();
    }
    setDraft(filters);
    setIsOpen(next);
  };

  const apply = (next: TFilters) => {
    setIsOpen(false);
    onApply(next);
  };

  const preload = () => void load?.();

  const trigger = (
    <Button
      onPointerEnter={preload}
      onFocus={preload}
      variant="tertiary"
      size="S"
      startIcon={<Filter />}
      endIcon={count > 0 ? <Badge>{count}</Badge> : undefined}
    >
      {t('users.filters')}
    </Button>
  );

  const form = (
    <Form
      $isSheet={isSheet}
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      <Box data-filters padding={4} overflow="auto" minHeight={0} flex="1">
        {children(draft, (changes) => setDraft((current) => ({ ...current, ...changes })))}
      </Box>
      <Flex
        justifyContent="space-between"
        padding={4}
        borderStyle="solid"
        borderWidth="1px 0 0"
        borderColor="neutral150"
      >
        <Button variant="tertiary" disabled={countOf(draft) === 0} onClick={() => apply(none)}>
          {t('users.filters.reset')}
        </Button>
        <Button type="submit">{t('users.filters.apply')}</Button>
      </Flex>
    </Form>
  );

  return isSheet ? (
    <Modal.Root open={isOpen} onOpenChange={(next) => void open(next)}>
      <Modal.Trigger>{trigger}</Modal.Trigger>
      <SheetContent onOpenAutoFocus={focusFirstFilter}>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('users.filters')}</Modal.Title>
        </Modal.Header>
        {form}
      </SheetContent>
    </Modal.Root>
  ) : (
    <Popover.Root open={isOpen} onOpenChange={(next) => void open(next)}>
      <Popover.Trigger>{trigger}</Popover.Trigger>
      <PopoverContent aria-label={t('users.filters')} onOpenAutoFocus={focusFirstFilter}>
        {form}
      </PopoverContent>
    </Popover.Root>
  );
};
