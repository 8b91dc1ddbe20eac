import * as React from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

/** The search of the list, in the history state. Other pages may store anything there. */
const usersSearchOf = (state: unknown): string | undefined =>
  typeof state === 'object' && state !== null && 'usersSearch' in state
    ? String(state.usersSearch)
    : undefined;

/** The search of the list of users, for links back to it. */
export const useUsersSearch = (): string => usersSearchOf(useLocation().state) ?? '';

/**
 * Restores the search of the list of users after links that carry no history state, such as those of Strapi's
 * `Pagination` (@strapi/admin 5.54.0).
 */
export const useKeepUsersSearch = (): void => {
  const { pathname, search, hash, state } = useLocation();
  const navigate = useNavigate();
  const usersSearch = usersSearchOf(state);
  const kept = React.useRef(usersSearch);

  React.useEffect(() => {
    if (usersSearch !== undefined) {
      kept.current = usersSearch;
    } else if (kept.current !== undefined) {
      navigate(
        { pathname, search, hash },
        { replace: true, state: { ...state, usersSearch: kept.current } }
      );
    }
  }, [hash, navigate, pathname, search, state, usersSearch]);
};
