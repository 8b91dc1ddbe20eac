import { Flex, Th, Tooltip, Typography } from '@strapi/design-system';
import { CaretDown } from '@strapi/icons';
import { useQueryParams, withEncodedUserParams } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

const SortableTh = styled(Th)`
  cursor: pointer;
`;

/** Labels of some languages are longer than the values below them. Strapi's header would not wrap them. */
export const HeaderLabel = styled(Typography)`
  white-space: normal;
`;

const Arrow = styled(CaretDown)<{ $isUp: boolean }>`
  transform: rotate(${({ $isUp }) => ($isUp ? '180deg' : '0')});
`;

interface HeaderCellProps {
  name: string;
  label: string;
  sortable: boolean;
  isDescendingFirst: boolean;
  defaultSort: string | undefined;
}

/**
 * Strapi's header always sorts in ascending order first, shows no order that is not in the URL, and drops the
 * coordinates that the table's grid passes to its cells, so Tab would not enter the table.
 */
export const HeaderCell = ({
  name,
  label,
  sortable,
  isDescendingFirst,
  defaultSort = '',
  ...props
}: HeaderCellProps) => {
  const { formatMessage } = useIntl();
  const [{ query }, setQuery] = useQueryParams<{
    /** A list if the URL has several. */
    sort?: unknown;
    filters?: unknown;
    _q?: unknown;
  }>();
  const order = typeof query?.sort === 'string' ? query.sort : defaultSort;
  const [by, direction = ''] = order.split(':');
  const isSorted = sortable && by === name;
  const isAscending = direction.toLowerCase() === 'asc';
  const sortsUp = isSorted ? !isAscending : !isDescendingFirst;

  if (!sortable) {
    return (
      <Th {...props} role="columnheader">
        <HeaderLabel tag="span" variant="sigma" textColor="neutral600">
          {label}
        </HeaderLabel>
      </Th>
    );
  }

  const sort = () =>
    setQuery(
      withEncodedUserParams(query, { sort: `${name}:${sortsUp ? 'ASC' : 'DESC'}` }),
      'push',
      true
    );

  return (
    <SortableTh
      {...props}
      role="columnheader"
      aria-sort={isSorted ? (isAscending ? 'ascending' : 'descending') : undefined}
      onClick={sort}
      onKeyDown={(event: React.KeyboardEvent) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          sort();
        }
      }}
    >
      <Tooltip
        label={formatMessage(
          { id: 'components.TableHeader.sort', defaultMessage: 'Sort on {label}' },
          { label }
        )}
      >
        <Flex gap={1}>
          <HeaderLabel tag="span" variant="sigma" textColor="neutral600">
            {label}
          </HeaderLabel>
          {isSorted ? <Arrow $isUp={isAscending} aria-hidden /> : null}
        </Flex>
      </Tooltip>
    </SortableTh>
  );
};
