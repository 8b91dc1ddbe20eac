import { Checkbox } from '@strapi/design-system';
import { useTable } from '@strapi/strapi/admin';

interface RowCheckboxProps {
  id: string;
  label: string;
}

/** Strapi's `CheckboxCell` uses the row's ID as its accessible name. */
export const RowCheckbox = ({ id, label }: RowCheckboxProps) => {
  const rows = useTable('RowCheckbox', (state) => state.rows);
  const selectedRows = useTable('RowCheckbox', (state) => state.selectedRows);
  const selectRow = useTable('RowCheckbox', (state) => state.selectRow);

  return (
    <Checkbox
      aria-label={label}
      checked={selectedRows.some((row) => row.id === id)}
      onCheckedChange={() => selectRow(rows.find((row) => row.id === id) ?? { id })}
    />
  );
};
