import * as React from 'react';

import type { TabName } from './paths';

/** The parts of the panel that are loaded when they are opened. */
export type Part =
  | 'user'
  | TabName
  | 'connections'
  | 'connection'
  | 'create-connection'
  | 'log'
  | 'overview'
  | 'create-user'
  | 'bulk'
  | 'bulk-bar'
  | 'bulk-operations'
  | 'shortcuts'
  | 'save-view'
  | 'account-field-filters'
  | 'user-action'
  | 'link-user'
  | 'imports'
  | 'import'
  | 'export-users'
  | 'delete-connection';

const loaders = new Map<Part, () => Promise<unknown>>();

/** Loads a part that is likely to be opened next. Opening it reports an error; this does not. */
export const preload = (part: Part): void => {
  loaders
    .get(part)?.()
    .catch(() => undefined);
};

/**
 * A component that is loaded when it is rendered first, or before by `preload`.
 *
 * @param fallback shown until it is loaded
 */
export const lazyPart = <TProps extends object>(
  part: Part,
  load: () => Promise<React.ComponentType<TProps>>,
  fallback: React.ReactNode = null
): React.ComponentType<TProps> => {
  // React's type of a lazy component does not accept props of a generic type.
  const Component = React.lazy(async () => ({
    default: await load(),
  })) as unknown as React.FunctionComponent<TProps>;

  loaders.set(part, load);

  const Part = (props: TProps) => (
    <React.Suspense fallback={fallback}>
      <Component {...props} />
    </React.Suspense>
  );

  return Part;
};
