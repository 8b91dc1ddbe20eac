import { useRange } from '../../../hooks/useRange';
import { useUser } from '../useUser';

import { History } from './History';

/** Another user or range is another history: the pages loaded so far are not its. */
export const HistoryTab = () => {
  const user = useUser();
  const { range, from, setRange } = useRange();

  return (
    <History
      key={`${user.documentId} ${from}`}
      userId={user.documentId}
      range={range}
      from={from}
      onRangeChange={setRange}
    />
  );
};
