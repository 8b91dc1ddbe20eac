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
  | 'section-requests'
  | 'create-user'
  | 'bulk'
  | 'bulk-bar'
  | 'bulk-operations'
  | 'shortcuts'
  | 'views'
  | 'no-users'
  | 'account-field-filters'
  | 'user-action'
  | 'link-user'
  | 'imports'
  | 'import'
  | 'export-users'
  | 'user-filters'
  | 'delete-connection'
  | 'edit-connection'
  | 'metadata-editor'
  | 'event-details';

const loaders = new Map<Part, () => Promise<unknown>>();

/** Loads a part. Opening it reports an error; this does not. */
export const loadPart = async (part: Part): Promise<void> => {
  await loaders
    .get(part)?.()
    .catch(() => undefined);
};

/** Loads a part that is likely to be opened next. */
export const preload = (part: Part): void => void loadPart(part);

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
  let loaded: React.ComponentType<TProps> | undefined;

  const loadOnce = async () => {
    loaded ??= await load();

    return loaded;
  };

  // React's type of a lazy component does not accept props of a generic type.
  const Component = React.lazy(async () => ({
    default: await loadOnce(),
  })) as unknown as React.FunctionComponent<TProps>;

  loaders.set(part, loadOnce);

  const Part = (props: TProps) => {
    // A lazy component always shows its fallback first, and what focuses its content would find nothing.
    const [Known] = React.useState(() => loaded);

    return Known ? (
      <Known {...props} />
    ) : (
      <React.Suspense fallback={fallback}>
        <Component {...props} />
      </React.Suspense>
    );
  };

  return Part;
};
