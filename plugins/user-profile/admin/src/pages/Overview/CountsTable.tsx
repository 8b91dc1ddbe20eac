import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import * as React from 'react';
import { useIntl } from 'react-intl';

import { HeaderLabel } from '../../components/DataTable/HeaderCell';

interface CountsTableProps<TRow> {
  label: string;
  head: readonly string[];
  rows: readonly TRow[];
  keyOf: (row: TRow) => React.Key;
  /** The first cell of a row. */
  first: (row: TRow) => React.ReactNode;
  /** The other cells of a row. Null if the count is unknown. */
  counts: (row: TRow) => readonly (number | null)[];
}

/** A table of counts, which scrolls if it is long. */
export const CountsTable = <TRow,>({
  label,
  head,
  rows,
  keyOf,
  first,
  counts,
}: CountsTableProps<TRow>) => {
  const { formatNumber } = useIntl();

  return (
    <Box maxHeight="32rem" overflow="auto">
      <Table aria-label={label} colCount={head.length} rowCount={rows.length + 1}>
        <Thead>
          <Tr>
            {head.map((text) => (
              <Th key={text}>
                <HeaderLabel variant="sigma" textColor="neutral600">
                  {text}
                </HeaderLabel>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={keyOf(row)}>
              <Td>{first(row)}</Td>
              {counts(row).map((count, column) => (
                <Td key={head[column + 1]}>
                  <Typography textColor="neutral800">
                    {count === null ? '–' : formatNumber(count)}
                  </Typography>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
};
