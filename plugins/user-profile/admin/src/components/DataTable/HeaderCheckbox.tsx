import { Checkbox, Th } from '@strapi/design-system';
import { useTable } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';

/**
 * Strapi's `HeaderCheckboxCell` drops the coordinates that the table's grid passes to its cells. It is the first
 * cell, so Tab would not enter the table.
 */
export const HeaderCheckbox = (props: object) => {
  const { formatMessage } = useIntl();
  const rows = useTable('HeaderCheckbox', (state) => state.rows);
  const selectedRows = useTable('HeaderCheckbox', (state) => state.selectedRows);
  const selectRow = useTable('HeaderCheckbox', (state) => state.selectRow);
  const setHasHeaderCheckbox = useTable('HeaderCheckbox', (state) => state.setHasHeaderCheckbox);
  const checkbox = React.useRef<HTMLButtonElement>(null);
  const areAllSelected = selectedRows.length === rows.length;

  React.useEffect(() => {
    setHasHeaderCheckbox(true);

    return () => setHasHeaderCheckbox(false);
  }, [setHasHeaderCheckbox]);

  // The cell of the grid takes the tab stop while Radix still renders a hidden input, and never returns it.
  React.useEffect(() => {
    checkbox.current?.closest('th')?.removeAttribute('tabindex');
    checkbox.current?.setAttribute('tabindex', '0');
  }, []);

  return (
    <Th {...props} role="columnheader">
      <Checkbox
        ref={checkbox}
        aria-label={formatMessage({
          id: 'global.select-all-entries',
          defaultMessage: 'Select all entries',
        })}
        checked={selectedRows.length > 0 && !areAllSelected ? 'indeterminate' : areAllSelected}
        onCheckedChange={() => selectRow(areAllSelected ? [] : rows)}
      />
    </Th>
  );
};
