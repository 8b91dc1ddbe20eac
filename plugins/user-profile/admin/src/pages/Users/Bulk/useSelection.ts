import * as React from 'react';

import type { Profile, UsersPageMeta } from '../../../../../shared/contracts/users';
import { toApiSelection } from '../../../services/usersList';
import type { UsersQuery } from '../useUsersQuery';
import type { BulkTarget, Matching } from './bulkActions';

const NONE: ReadonlyMap<string, Profile> = new Map();

/**
 * The selected users, on whichever page they are, or all that match. Another search or filter clears the
 * selection; another page, page size or order keeps it.
 *
 * @param users the users on this page
 * @param count of all users that match
 */
export const useSelection = (
  { args: { search, filters } }: UsersQuery,
  users: readonly Profile[],
  count: UsersPageMeta | undefined
) => {
  const [ticked, setTicked] = React.useState(NONE);
  const [isAll, setIsAll] = React.useState(false);
  const selection = React.useMemo(() => toApiSelection({ search, filters }), [filters, search]);
  const key = JSON.stringify(selection);

  const clear = React.useCallback(() => {
    setTicked(NONE);
    setIsAll(false);
  }, []);

  React.useEffect(clear, [clear, key]);

  const { total = 0, estimated = false } = count ?? {};
  const matching: Matching | undefined =
    total > ticked.size ? { selection, total, estimated } : undefined;
  const current = new Map(users.map((user) => [user.documentId, user]));

  const select = (ids: readonly string[]) => {
    const elsewhere = isAll ? [] : [...ticked].filter(([id]) => !current.has(id));

    setIsAll(false);
    setTicked(
      new Map([
        ...elsewhere,
        ...ids.flatMap((id) => {
          const user = current.get(id);

          return user ? [[id, user] as const] : [];
        }),
      ])
    );
  };

  // Those on this page may have changed since they were selected.
  const chosen = [...ticked].map(([id, user]) => current.get(id) ?? user);
  const target: BulkTarget = isAll && matching ? { matching } : { users: chosen };

  return {
    target,
    matching,
    idsOnPage: [...current.keys()].filter((id) => isAll || ticked.has(id)),
    select,
    selectAll: () => setIsAll(true),
    clear,
  };
};
