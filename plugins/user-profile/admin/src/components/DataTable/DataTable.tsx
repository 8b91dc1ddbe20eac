import { Th, Tooltip, Typography, VisuallyHidden } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import * as React from 'react';
import { styled } from 'styled-components';

import { PendingRegion } from '../PendingRegion';
import { TableSkeleton } from '../Skeleton';
import { HeaderCell, HeaderLabel } from './HeaderCell';
import { HeaderCheckbox } from './HeaderCheckbox';
import { RowCheckbox } from './RowCheckbox';

export interface Column<TRow> {
  /** For a sortable column, the server's name of the sort field. */
  name: string;
  label: string;
  /** A tooltip on the header. Not for sortable columns, whose tooltip is Strapi's. */
  hint?: string;
  sortable?: boolean;
  /** Whether the first click sorts from the largest to the smallest. */
  isDescendingFirst?: boolean;
  cell: (row: TRow) => React.ReactNode;
}

export interface Selection<TRow> {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  /** The accessible name of a row's checkbox. */
  labelOf: (row: TRow) => string;
}

interface DataTableProps<TRow> {
  columns: readonly Column<TRow>[];
  rows: readonly TRow[];
  rowId: (row: TRow) => string;
  /** No rows are loaded yet. */
  isLoading?: boolean;
  /** The order that the server uses if the URL has none, such as `created_at:desc`. */
  defaultSort?: string;
  /** The rows are those of an earlier request. */
  isPending?: boolean;
  /** Replaces the table if there are no rows. */
  empty: React.ReactNode;
  onRowClick?: (row: TRow) => void;
  isRowActive?: (row: TRow) => boolean;
  /** Shown below the row, in its full width. */
  detailOf?: (row: TRow) => React.ReactNode;
  selection?: Selection<TRow>;
  /** A last column without a visible header. */
  actions?: { label: string; cell: (row: TRow) => React.ReactNode };
}

const Row = styled(Table.Row)<{ $clickable: boolean; $active: boolean }>`
  cursor: ${({ $clickable }) => ($clickable ? 'pointer' : 'default')};
  background: ${({ $active, theme }) => ($active ? theme.colors.primary100 : 'transparent')};
`;

/** Ignores clicks that end a text selection, and those on a link or button in the row. */
const isRowClick = (event: React.MouseEvent): boolean => {
  const target = event.target as HTMLElement;

  return target.closest('a, button') === null && !window.getSelection()?.toString();
};

/** Clicks in a menu bubble to the row through React's tree, although the menu is in a portal. */
const stopAtCell = (event: React.MouseEvent) => event.stopPropagation();

/** Strapi's table with a loading and an empty state. */
export const DataTable = <TRow,>({
  columns,
  rows,
  rowId,
  isLoading = false,
  defaultSort,
  isPending = false,
  empty,
  onRowClick,
  isRowActive,
  detailOf,
  selection,
  actions,
}: DataTableProps<TRow>) => {
  if (isLoading) {
    return <TableSkeleton />;
  }

  const detailRow = (row: TRow): React.ReactElement[] => {
    const detail = detailOf?.(row);
    const width = columns.length + (selection ? 1 : 0) + (actions ? 1 : 0);

    return detail
      ? [
          <Table.Row key={`${rowId(row)} detail`}>
            <Table.Cell colSpan={width}>{detail}</Table.Cell>
          </Table.Row>,
        ]
      : [];
  };

  if (rows.length === 0) {
    return <PendingRegion isPending={isPending}>{empty}</PendingRegion>;
  }

  return (
    <PendingRegion isPending={isPending}>
      <Table.Root
        headers={[
          ...columns.map(({ name, label }) => ({ name, label })),
          ...(actions ? [{ name: 'actions', label: actions.label }] : []),
        ]}
        rows={rows.map((row) => ({ id: rowId(row) }))}
        selectedRows={selection?.ids.map((id) => ({ id }))}
        onSelectedRowsChange={(selected) =>
          selection?.onChange(selected.map(({ id }) => String(id)))
        }
      >
        <Table.Content>
          <Table.Head>
            {selection ? <HeaderCheckbox /> : null}
            {columns.map(({ name, label, hint, sortable = false, isDescendingFirst = false }) =>
              hint ? (
                <Th key={name} role="columnheader">
                  <Tooltip label={hint}>
                    <HeaderLabel tag="span" variant="sigma" textColor="neutral600" tabIndex={0}>
                      {label}
                    </HeaderLabel>
                  </Tooltip>
                </Th>
              ) : (
                <HeaderCell
                  key={name}
                  name={name}
                  label={label}
                  sortable={sortable}
                  isDescendingFirst={isDescendingFirst}
                  defaultSort={defaultSort}
                />
              )
            )}
            {actions ? (
              <Th role="columnheader">
                <VisuallyHidden>{actions.label}</VisuallyHidden>
              </Th>
            ) : null}
          </Table.Head>
          <Table.Body>
            {rows.flatMap((row) => [
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
              </Row>,
              ...detailRow(row),
            ])}
          </Table.Body>
        </Table.Content>
      </Table.Root>
    </PendingRegion>
  );
};
