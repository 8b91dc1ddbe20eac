import * as React from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

type Changes = Readonly<Record<string, string | readonly string[] | null>>;

interface ChangeOptions {
  /** Adds an entry to the browser's history. */
  push?: boolean;
  /** History state, which survives a reload. */
  state?: Readonly<Record<string, unknown>>;
}

/** The history state, e.g. the search of the list of users. */
const stateOf = (state: unknown): Record<string, unknown> =>
  typeof state === 'object' && state !== null ? { ...state } : {};

const withChanges = (search: string, changes: Changes): string => {
  const params = new URLSearchParams(search);

  Object.entries(changes).forEach(([name, value]) => {
    params.delete(name);
    (typeof value === 'string' ? [value] : (value ?? [])).forEach((each) =>
      params.append(name, each)
    );
  });

  return params.toString();
};

/** The query of the URL as page state, so a reload or a link shows the same view. */
export const useUrlState = () => {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const params = React.useMemo(() => new URLSearchParams(search), [search]);

  const change = React.useCallback(
    (changes: Changes, { push = false, state: more = {} }: ChangeOptions = {}) =>
      navigate(
        { search: withChanges(search, changes) },
        { replace: !push, state: { ...stateOf(state), ...more } }
      ),
    [navigate, search, state]
  );

  return { params, state: stateOf(state), change };
};
