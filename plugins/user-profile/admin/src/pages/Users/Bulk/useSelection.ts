import * as React from 'react';

import type { Profile, UsersPageMeta } from '../../../../../shared/contracts/users';
import { toApiSelection } from '../../../services/usersList';
import type { UsersQuery } from '../useUsersQuery';
import type { BulkTarget, ListedUser, Matching } from './bulkActions';

interface SelectableUser extends ListedUser {
  isErasureRequested: boolean;
}

const NONE: ReadonlyMap<string, SelectableUser> = new Map();

/**
 * The selected users, on whichever page they are, or all that match. Another search or filter clears the
 * selection; another page, page size or order keeps it.
 *
 * @param users the users on this page
 * @param accountMissing the ids of those whose account is missing
 * @param erasureRequested the ids of those who requested deletion
 * @param count of all users that match this search and filter, not of earlier ones; undefined while unknown
 */
export const useSelection = (
  { args: { search, filters } }: UsersQuery,
  users: readonly Profile[],
  accountMissing: readonly string[],
  erasureRequested: readonly string[],
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

  /** Removes a user that was deleted, on whichever page. */
  const drop = (deleted: string) =>
    setTicked((before) => new Map([...before].filter(([id]) => id !== deleted)));

  React.useEffect(clear, [clear, key]);

  const { total = 0, estimated = false } = count ?? {};
  const matching: Matching | undefined =
    total > ticked.size ? { selection, total, estimated } : undefined;
  const current = new Map(
    users.map((user) => [
      user.documentId,
      {
        user,
        isAccountMissing: accountMissing.includes(user.documentId),
        isErasureRequested: erasureRequested.includes(user.documentId),
      },
    ])
  );

  const select = (ids: readonly string[]) => {
    const elsewhere = isAll ? [] : [...ticked].filter(([id]) => !current.has(id));

    setIsAll(false);
    setTicked(
      new Map([
        ...elsewhere,
        ...ids.flatMap((id) => {
          const listed = current.get(id);

          return listed ? [[id, listed] as const] : [];
        }),
      ])
    );
  };

  // Those on this page may have changed since they were selected.
  const selected = [...ticked].map(([id, listed]) => current.get(id) ?? listed);
  const target: BulkTarget =
    isAll && matching
      ? { matching, isErasureRequested: filters.erasure_requested === true }
      : {
          users: selected.map(({ user }) => user),
          isErasureRequested: selected.every(({ isErasureRequested }) => isErasureRequested),
        };

  return {
    target,
    selected,
    matching,
    idsOnPage: [...current.keys()].filter((id) => isAll || ticked.has(id)),
    select,
    selectAll: () => setIsAll(true),
    clear,
    drop,
  };
};
