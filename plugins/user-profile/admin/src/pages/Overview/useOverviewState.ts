import * as React from 'react';

import type { FindOverview } from '../../../../shared/contracts/overview';
import { useUrlState } from '../../hooks/useUrlState';

export const PARTS = ['connection', 'application'] as const;

export type OverviewPart = (typeof PARTS)[number];

export type OverviewFilters = Record<OverviewPart, string | undefined>;

const MAX_LENGTH = 128;
const CONTROL_CHARACTERS = /\p{Cc}/u;

/** A value that the server accepts. */
const parse = (text: string | null): string | undefined => {
  const name = text?.trim();

  return name && name.length <= MAX_LENGTH && !CONTROL_CHARACTERS.test(name) ? name : undefined;
};

/** The filters of the page, which are stored in the URL. */
export const useOverviewState = () => {
  const { params, change } = useUrlState();
  const connection = parse(params.get('connection'));
  const application = parse(params.get('application'));
  const filters = React.useMemo<OverviewFilters>(
    () => ({ connection, application }),
    [application, connection]
  );
  const query = React.useMemo<FindOverview.Request['query']>(
    () => ({
      filters: {
        connection: connection === undefined ? undefined : { $eq: connection },
        application: application === undefined ? undefined : { $eq: application },
      },
    }),
    [application, connection]
  );

  return {
    filters,
    query,
    setFilter: (part: OverviewPart, name: string | undefined) => change({ [part]: name ?? null }),
  };
};
