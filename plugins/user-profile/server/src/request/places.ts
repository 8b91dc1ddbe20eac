import { getConfig } from '../config/get';
import { openPlaces, type Places } from '../enrich';
import type { Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    places: ReturnType<typeof createPlaces>;
  }
}

const UNOPENED: Places = { state: 'none', attribution: null, lookup: () => null };

/** The place database. */
export const createPlaces = ({ strapi }: Context) => {
  let places = UNOPENED;

  return {
    async open(): Promise<void> {
      const { enabled, databasePath } = getConfig(strapi).geo;
      places = await openPlaces({
        enabled,
        databasePath,
        appRoot: strapi.dirs.app.root,
        log: strapi.log,
      });
    },
    current: (): Places => places,
  };
};
