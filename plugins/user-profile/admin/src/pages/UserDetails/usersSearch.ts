import { useLocation } from 'react-router-dom';

/** The list's search as the list handed it over, whatever else another page may have put there. */
const usersSearchOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'usersSearch' in state
    ? String(state.usersSearch)
    : '';

/** The search with which the list was left, to go back to the same page of it. */
export const useUsersSearch = (): string => usersSearchOf(useLocation().state);
