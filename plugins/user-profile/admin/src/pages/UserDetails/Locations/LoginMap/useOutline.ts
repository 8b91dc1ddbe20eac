import type { MultiPolygon } from 'geojson';
import * as React from 'react';

import { loadOutline } from './loadOutline';

/** The outline of the world; undefined until it is there, and where it is not wanted. */
export const useOutline = (isWanted: boolean): MultiPolygon | undefined => {
  const [outline, setOutline] = React.useState<MultiPolygon>();

  React.useEffect(() => {
    if (!isWanted) {
      return undefined;
    }

    let isCurrent = true;

    loadOutline().then(
      (loaded) => isCurrent && setOutline(loaded),
      // Without the outline the pins still stand on an empty map, and the table beneath names the places.
      () => undefined
    );

    return () => {
      isCurrent = false;
    };
  }, [isWanted]);

  return outline;
};
