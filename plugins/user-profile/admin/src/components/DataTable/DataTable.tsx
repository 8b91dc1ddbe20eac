import * as React from 'react';

import { Typography } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';

export interface Column<TRow> {
  /** For a sortable column the name by which the server sorts. */
  name: string;
  label: string;
  sortable?: boolean;
  cell: (row: TRow) => React.ReactNode;
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

/** Strapi's table with the states that every list needs. */
export const DataTable = <TRow,>({
  columns,
  rows,
  rowId,
  isLoading = false,
  empty,
  onRowClick,
  isRowActive,
}: DataTableProps<TRow>) => {
  const t = useTranslate();

  if (!isLoading && rows.length === 0) {
    return <>{empty}</>;
  }

  return (
    <Table.Root
      headers={columns.map(({ name, label }) => ({ name, label }))}
      rows={rows.map((row) => ({ id: rowId(row) }))}
      isLoading={isLoading}
    >
      <Table.Content>
        <Table.Head>
          {columns.map(({ name, label, sortable = false }) => (
            <Table.HeaderCell key={name} name={name} label={label} sortable={sortable} />
          ))}
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
              {columns.map(({ name, cell }) => (
                <Table.Cell key={name}>
                  <Typography tag="div" textColor="neutral800">
                    {cell(row)}
                  </Typography>
                </Table.Cell>
              ))}
            </Row>
          ))}
        </Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
