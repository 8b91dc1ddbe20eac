import { z } from '@strapi/utils';

import { MAX_LOG_PAGE, MAX_SENT_EVENTS } from '../constants';
import { EVENT_TYPE_CODES } from '../event-types';
import { isoDate, oneOrMore, plainText } from './common';
import { logEvent } from './events';
import { jsonObject } from './json';
import { component } from './schema';

export const findLogQuery = z.strictObject({
  pagination: z
    .strictObject({
      /** Empty, or left out, it is the start of the log. */
      cursor: z.string().max(200).optional(),
      pageSize: z.coerce.number().int().min(1).max(MAX_LOG_PAGE).default(100),
    })
    .prefault({}),
  filters: z
    .strictObject({
      type: z.strictObject({ $in: oneOrMore(z.enum(EVENT_TYPE_CODES), 100) }).optional(),
      date: z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional() }).optional(),
      connection: z.strictObject({ $in: oneOrMore(plainText(128), 50) }).optional(),
      /** A `documentId` or a `user_id`. */
      user: z.strictObject({ $eq: plainText(512) }).optional(),
    })
    .prefault({}),
});

export const findLogResponse = z.object({
  data: z.array(logEvent),
  meta: z.object({
    pagination: z.object({
      pageSize: z.number().int(),
      nextCursor: z
        .string()
        .describe('Always given: on an empty page it is the same again, to ask with later.'),
    }),
  }),
});

/** GET /events: the whole log, oldest first. */
export declare namespace FindLog {
  export type Response = z.output<typeof findLogResponse>;
}

/** A place as the sender knows it; the two halves of a position come together. */
const sentPlace = z
  .strictObject({
    country_code: z
      .string()
      .regex(/^[a-z]{2}$/i, 'must be two letters (ISO 3166-1)')
      .nullish(),
    country_name: plainText(100).nullish(),
    city_name: plainText(150).nullish(),
    latitude: z.number().min(-90).max(90).nullish(),
    longitude: z.number().min(-180).max(180).nullish(),
    time_zone: plainText(64).nullish(),
  })
  .refine(
    ({ latitude, longitude }) => ((latitude ?? null) === null) === ((longitude ?? null) === null),
    { path: ['longitude'], message: 'latitude and longitude come together' }
  );

/** An event from elsewhere: another identity provider, a gateway. `null` is as good as left out. */
export const eventInput = component(
  'EventInput',
  z
    .strictObject({
      log_id: z
        .string()
        .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters without blanks')
        .describe('The id at the sender: an event that is sent twice is stored once.'),
      type: z.enum(EVENT_TYPE_CODES),
      date: isoDate,
      documentId: plainText(64).nullish().describe('Whose event it is.'),
      user_id: plainText(512).nullish().describe('Whose event it is.'),
      external_id: plainText(512)
        .nullish()
        .describe('Whose event it is: the id of the user in `connection`.'),
      email: z
        .email('must be an email address')
        .max(254)
        .toLowerCase()
        .nullish()
        .describe(
          'Whose event it is, where no id is given, both sides know the address to be verified, and only one user has it.'
        ),
      email_verified: z
        .boolean()
        .nullish()
        .describe('Whether the sender knows that the address is that of the user.'),
      user_name: plainText(300).nullish().describe('The name to show where there is no such user.'),
      connection: plainText(128).nullish(),
      client_id: plainText(128).nullish(),
      client_name: plainText(128).nullish(),
      ip: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').nullish(),
      user_agent: z.string().max(2048).nullish(),
      device_id: z.string().min(1).max(255).nullish(),
      location_info: sentPlace
        .nullish()
        .describe('Where it was; otherwise the address is looked up.'),
      details: jsonObject.nullish(),
    })
    .refine(({ external_id: id, connection }) => !id || Boolean(connection), {
      path: ['connection'],
      message: 'external_id is the id of a user in a connection: name it',
    })
);

export type EventInput = z.output<typeof eventInput>;

/** Each event stands for itself: the handler checks them one by one. */
export const sendEventsBody = z.strictObject({
  data: z.array(eventInput).min(1).max(MAX_SENT_EVENTS),
});

export const eventImportResult = component(
  'EventImportResult',
  z.object({
    log_id: z.string().nullable().describe('Null where the event has none that could be read.'),
    status: z.enum(['created', 'duplicate', 'rejected']),
    errors: z
      .array(z.object({ path: z.array(z.string()), message: z.string() }))
      .optional()
      .describe('Why it was rejected.'),
  })
);

export type EventImportResult = z.output<typeof eventImportResult>;

export const sendEventsResponse = z.object({
  data: z.array(eventImportResult).describe('One for each event, in the order of the events.'),
});

/** POST /events: takes a batch of events from elsewhere. */
export declare namespace SendEvents {
  export type Response = z.output<typeof sendEventsResponse>;
}
