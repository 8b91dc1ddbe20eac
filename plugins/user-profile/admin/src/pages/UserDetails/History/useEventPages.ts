import * as React from 'react';

import type { FindEvents, LogEvent } from '../../../../../shared/contracts/events';
import { useFindEventsQuery, useLazyFindEventsQuery } from '../../../services/events';
import type { ApiError } from '../../../utils/errors';

const PAGE_SIZE = 25;

interface OlderPages {
  /** The first page that the older ones continue. A newer first page may end elsewhere. */
  first: FindEvents.Response;
  events: LogEvent[];
  nextCursor: string | null;
}

/** The newest events since `from`, and older ones page by page as they are asked for. */
export const useEventPages = (userId: string, from: string) => {
  const args = { userId, from, pageSize: PAGE_SIZE };
  const first = useFindEventsQuery(args, { refetchOnMountOrArgChange: true });
  const [fetchPage] = useLazyFindEventsQuery();

  const [older, setOlder] = React.useState<OlderPages>();
  const [isLoadingOlder, setIsLoadingOlder] = React.useState(false);
  const [olderError, setOlderError] = React.useState<ApiError>();

  const newest = first.currentData;
  const current = older && older.first === newest ? older : undefined;
  const nextCursor = current ? current.nextCursor : newest?.meta.pagination.nextCursor;

  const loadOlder = async () => {
    if (!newest || !nextCursor || isLoadingOlder) {
      return;
    }

    setIsLoadingOlder(true);
    const { data, error } = await fetchPage({ ...args, cursor: nextCursor });
    setIsLoadingOlder(false);
    setOlderError(error);

    if (data) {
      setOlder({
        first: newest,
        events: [...(current?.events ?? []), ...data.data],
        nextCursor: data.meta.pagination.nextCursor,
      });
    }
  };

  return {
    events: [...(newest?.data ?? []), ...(current?.events ?? [])],
    isLoading: newest === undefined,
    error: first.isFetching ? undefined : first.error,
    hasOlder: Boolean(nextCursor),
    isLoadingOlder,
    olderError,
    loadOlder: () => void loadOlder(),
    refetch: first.refetch,
  };
};
