import { Th, Typography, VisuallyHidden } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';
import { RowCheckbox } from './RowCheckbox';

export interface Column<TRow> {
  /** For a sortable column the name by which the server sorts. */
  name: string;
  label: string;
  sortable?: boolean;
  cell: (row: TRow) => React.ReactNode;
}

export interface Selection<TRow> {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  /** What a row's checkbox is called. */
  labelOf: (row: TRow) => string;
}

interface DataTableProps<TRow> {
  columns: readonly Column<TRow>[];
  rows: readonly TRow[];
  rowId: (row: TRow) => string;
  isLoading?: boolean;
  /** What stands in the table's place when there are no rows. */
  empty: React.ReactNode;
  onRowClick?: (row: TRow) => void;
  isRowActive?: (row: TRow) => boolean;
  /** Makes rows selectable. */
  selection?: Selection<TRow>;
  /** A last column without a visible header. */
  actions?: { label: string; cell: (row: TRow) => React.ReactNode };
}

const Row = styled(Table.Row)<{ $clickable: boolean; $active: boolean }>`
  cursor: ${({ $clickable }) => ($clickable ? 'pointer' : 'default')};
  background: ${({ $active, theme }) => ($active ? theme.colors.primary100 : 'transparent')};
`;

/** A click that ends a text selection, or that a link or button inside has dealt with, is none on the row. */
const isRowClick = (event: React.MouseEvent): boolean => {
  const target = event.target as HTMLElement;

  return target.closest('a, button') === null && !window.getSelection()?.toString();
};

/** What happens in a menu or checkbox is none of the row's business; a menu's clicks bubble from its portal. */
const stopAtCell = (event: React.MouseEvent) => event.stopPropagation();

/** Strapi's table with the states that every list needs. */
export const DataTable = <TRow,>({
  columns,
  rows,
  rowId,
  isLoading = false,
  empty,
  onRowClick,
  isRowActive,
  selection,
  actions,
}: DataTableProps<TRow>) => {
  const t = useTranslate();

  if (!isLoading && rows.length === 0) {
    return <>{empty}</>;
  }

  return (
    <Table.Root
      headers={[
        ...columns.map(({ name, label }) => ({ name, label })),
        ...(actions ? [{ name: 'actions', label: actions.label }] : []),
      ]}
      rows={rows.map((row) => ({ id: rowId(row) }))}
      isLoading={isLoading}
      selectedRows={selection?.ids.map((id) => ({ id }))}
      onSelectedRowsChange={(selected) => selection?.onChange(selected.map(({ id }) => String(id)))}
    >
      <Table.Content>
        <Table.Head>
          {selection ? <Table.HeaderCheckboxCell /> : null}
          {columns.map(({ name, label, sortable = false }) => (
            <Table.HeaderCell key={name} name={name} label={label} sortable={sortable} />
          ))}
          {actions ? (
            <Th>
              <VisuallyHidden>{actions.label}</VisuallyHidden>
            </Th>
          ) : null}
        </Table.Head>
        <Table.Loading>{t('state.loading')}</Table.Loading>
        <Table.Body>
          {rows.map((row) => (
            <Row
              key={rowId(row)}
              $clickable={onRowClick !== undefined}
              $active={isRowActive?.(row) ?? false}
              onClick={(event) => {
                if (isRowClick(event)) {
                  onRowClick?.(row);
                }
              }}
            >
              {selection ? (
                <Table.Cell onClick={stopAtCell}>
                  <RowCheckbox id={rowId(row)} label={selection.labelOf(row)} />
                </Table.Cell>
              ) : null}
              {columns.map(({ name, cell }) => (
                <Table.Cell key={name}>
                  <Typography tag="div" textColor="neutral800">
                    {cell(row)}
                  </Typography>
                </Table.Cell>
              ))}
              {actions ? <Table.Cell onClick={stopAtCell}>{actions.cell(row)}</Table.Cell> : null}
            </Row>
          ))}
        </Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
