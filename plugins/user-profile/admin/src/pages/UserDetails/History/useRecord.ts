import * as React from 'react';

import type { LogEvent } from '../../../../../shared/contracts/events';
import { type FindEventsArgs, useFindEventsQuery } from '../../../services/events';
import { dateOfLogId } from './eventGroups';

/** As many as could share one millisecond. */
const PAGE_SIZE = 100;

const lookUp = (userId: string, logId: string | undefined): FindEventsArgs | undefined => {
  const date = logId === undefined ? undefined : dateOfLogId(logId);

  return (
    date && {
      userId,
      types: [],
      pageSize: PAGE_SIZE,
      from: date.toISOString(),
      to: new Date(date.getTime() + 1).toISOString(),
    }
  );
};

/**
 * The record that the URL names. A link may lead to one that is not among the events of the page: newer
 * ones have come since.
 *
 * @param events of the page; undefined while they are loading
 */
export const useRecord = (
  userId: string,
  logId: string | undefined,
  events: readonly LogEvent[] | undefined
): { event: LogEvent | undefined; isLoading: boolean } => {
  const onPage = events?.find(({ log_id: id }) => id === logId);
  const args = React.useMemo(() => lookUp(userId, logId), [logId, userId]);
  const isMissing = args !== undefined && events !== undefined && !onPage;
  const { currentData, isFetching } = useFindEventsQuery(
    args ?? { userId, types: [], pageSize: PAGE_SIZE, from: '' },
    { skip: !isMissing }
  );

  return {
    event: onPage ?? currentData?.data.find(({ log_id: id }) => id === logId),
    isLoading: events === undefined || (isMissing && isFetching),
  };
};
