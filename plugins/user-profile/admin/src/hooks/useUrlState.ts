import * as React from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

type Changes = Readonly<Record<string, string | readonly string[] | null>>;

interface ChangeOptions {
  /** A step that the browser's Back undoes. */
  push?: boolean;
  /** Kept beside the URL, over a reload too. */
  state?: Readonly<Record<string, unknown>>;
}

/** What this place keeps beside the URL, such as where the list of users was left. */
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

/** The URL's query as the state of a page: a reload or a link brings the same view back. */
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
