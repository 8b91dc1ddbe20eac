import { z } from '@strapi/utils';
import { isoDate, type Place } from './common';

/** A place that the user logged in from; `latitude` and `longitude` are known for every one of them. */
export interface LoginLocation extends Place {
  latitude: number;
  longitude: number;
  logins: number;
  first_login: string;
  last_login: string;
}

export const findLocationsQuery = z.strictObject({
  filters: z
    .strictObject({
      date: z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional() }).optional(),
    })
    .prefault({}),
});

/** GET /users/:id/locations: the places of the newest logins of the range, most logins first. */
export declare namespace FindLocations {
  export interface Request {
    params: { id: string };
    query: z.input<typeof findLocationsQuery>;
  }
  export interface Response {
    data: LoginLocation[];
    meta: {
      /** Logins that were looked at. */
      logins: number;
      /** Logins among them whose place is unknown. */
      unknown: number;
      /** True when the range holds more logins than are looked at. */
      truncated: boolean;
    };
  }
}
