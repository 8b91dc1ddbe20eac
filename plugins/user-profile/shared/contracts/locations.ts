import { z } from '@strapi/utils';

import { isoDate, place } from './common';
import { component } from './schema';

/** A place that the user logged in from; `latitude` and `longitude` are known for every one of them. */
export const loginLocation = component(
  'LoginLocation',
  z.object({
    ...place.shape,
    latitude: z.number(),
    longitude: z.number(),
    logins: z.number().int(),
    first_login: isoDate,
    last_login: isoDate,
  })
);

export type LoginLocation = z.output<typeof loginLocation>;

export const findLocationsQuery = z.strictObject({
  filters: z
    .strictObject({
      date: z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional() }).optional(),
    })
    .prefault({}),
});

export const findLocationsResponse = z.object({
  data: z.array(loginLocation),
  meta: z.object({
    logins: z.number().int().describe('Logins that were looked at.'),
    unknown: z.number().int().describe('Logins among them whose place is unknown.'),
    truncated: z.boolean().describe('True when the range holds more logins than are looked at.'),
  }),
});

/** GET /users/:id/locations: the places of the newest logins of the range, most logins first. */
export declare namespace FindLocations {
  export interface Request {
    params: { id: string };
    query: z.input<typeof findLocationsQuery>;
  }
  export type Response = z.output<typeof findLocationsResponse>;
}
