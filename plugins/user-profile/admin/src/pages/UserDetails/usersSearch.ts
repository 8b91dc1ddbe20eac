import { useLocation } from 'react-router-dom';

/** The search of the list, in the history state. Other pages may store anything there. */
const usersSearchOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'usersSearch' in state
    ? String(state.usersSearch)
    : '';

/** The search of the list of users, for links back to it. */
export const useUsersSearch = (): string => usersSearchOf(useLocation().state);
