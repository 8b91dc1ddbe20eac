import * as React from 'react';

import { usePrefetchEvents } from '../services/events';
import { firstEvents } from '../services/firstEvents';
import { usePrefetchCounts } from '../services/overview';

/** A tab that is likely to be opened. Each time is another object. */
export interface SectionIntent {
  section: 'overview' | 'log';
}

/** Requests the data of a tab before it is opened. */
export const SectionRequests = ({ intent }: { intent: SectionIntent }) => {
  const prefetchCounts = usePrefetchCounts();
  const prefetchEvents = usePrefetchEvents();

  React.useEffect(() => {
    if (intent.section === 'overview') {
      prefetchCounts({ filters: {} });
    } else {
      prefetchEvents(firstEvents());
    }
  }, [intent, prefetchCounts, prefetchEvents]);

  return null;
};
