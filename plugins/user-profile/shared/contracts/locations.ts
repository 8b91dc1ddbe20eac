import { z } from '@strapi/utils';

import { dateRange, isoDate, place } from './common';
import { component } from './schema';

/** A place with logins of the user. Logins without coordinates are counted in `meta.unknown`. */
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
      date: dateRange.optional(),
    })
    .prefault({}),
});

export const findLocationsResponse = z.object({
  data: z.array(loginLocation),
  meta: z.object({
    logins: z
      .number()
      .int()
      .describe('The number of logins read: the newest of the range, at most 2,000.'),
    unknown: z.number().int().describe('The number of these logins without a known place.'),
    truncated: z.boolean().describe('True if the range has more logins than were read.'),
  }),
});

/** GET /users/:id/locations: the places of the newest logins in the range, most logins first. */
export declare namespace FindLocations {
  export interface Request {
    params: { id: string };
    query: z.input<typeof findLocationsQuery>;
  }
  export type Response = z.output<typeof findLocationsResponse>;
}
