import { z } from '@strapi/utils';

import { schemaRule } from '../error-texts';
import { isVisible, normalizeText } from '../storable-text';
import { component } from './schema';

/** A whole number, or its digits as text, as in a query string. `Number` would accept null, true and ''. */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    (value: number | string) =>
      typeof value === 'string' && /^(\d+|-[1-9]\d*)$/.test(value) ? Number(value) : value,
    z.number('must be a whole number').int().min(min).max(max)
  );

/** Strapi's pagination by page, with its limits. */
export const pagePagination = z
  .strictObject({
    page: wholeNumber(1, 1_000_000).prefault(1),
    pageSize: wholeNumber(1, 100).prefault(25),
  })
  .prefault({});

/** Keyset pagination: `cursor` is `meta.pagination.nextCursor` of the previous response. */
export const cursorPagination = z
  .strictObject({
    cursor: z.string().max(200).optional(),
    pageSize: wholeNumber(1, 100).prefault(25),
  })
  .prefault({});

/** PostgreSQL cannot store NUL. Requests with invalid Unicode are rejected before any contract. */
export const withoutNul = (text: z.ZodString) =>
  text.refine((value) => !value.includes('\0'), schemaRule('not_storable'));

const oneLine = (text: z.ZodString, max: number) =>
  text
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

/**
 * One line of trimmed text. Control characters are rejected: PostgreSQL cannot store NUL, and names contain
 * none of them.
 */
export const plainText = (max: number) => oneLine(z.string().trim(), max);

/**
 * Plain text in NFC, for names: an accent typed as a separate character, as on macOS, makes no other name.
 * A text in which nothing is visible counts as empty. Not for ids, which a source may compare byte by byte.
 */
export const nameText = (max: number) =>
  oneLine(
    z
      .string()
      .trim()
      .overwrite((text) => (isVisible(text) ? normalizeText(text) : '')),
    max
  );

/** A list in a query string. A list of one item may be parsed as the item, so that is accepted too. */
export const oneOrMore = <Item extends z.ZodType<unknown, string>>(item: Item, max: number) =>
  z.preprocess(
    (value: string | string[]) => (typeof value === 'string' ? [value] : value),
    z.array(item).min(1).max(max)
  );

/** Counts entries before any of them is checked: otherwise each entry too many costs time and a problem. */
export const withMaxEntries = <Output, Input>(
  schema: z.ZodType<Output, Input>,
  max: number,
  message: string
): z.ZodType<Output, Input> =>
  z.preprocess((value: Input, context) => {
    if (typeof value === 'object' && value !== null && Object.keys(value).length > max) {
      context.addIssue(message);
    }
    return value;
  }, schema) as z.ZodType<Output, Input>;

/** What a response says about a text besides the text: see `error-texts`. */
export const codeDetails = {
  code: z.string().optional().describe('Identifies the message.'),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('The values in the message.'),
};

const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;

/** The dates that every database can compare. With its time zone, a date can be in another year than its text. */
const isInCalendar = (date: string): boolean => {
  const year = new Date(date).getUTCFullYear();
  // The format is checked apart.
  return !(year < FIRST_YEAR || year > LAST_YEAR);
};

const DATE_FORM = 'must be a date with time and time zone, such as 2026-01-31T12:00:00Z';

/** Servers decode a `+` of a query as a space. */
export const PLUS_IN_URL = '; in a URL, write + as %2B';

const hasDecodedPlus = (value: unknown): boolean =>
  typeof value === 'string' && / \d{2}:\d{2}$/.test(value);

export const isoDate = z.iso
  .datetime({
    offset: true,
    error: ({ code, input }) =>
      code === 'invalid_format'
        ? `${DATE_FORM}${hasDecodedPlus(input) ? PLUS_IN_URL : ''}`
        : undefined,
  })
  .refine(isInCalendar, `must be in the years ${FIRST_YEAR} to ${LAST_YEAR} in UTC`);

/** A filter without an operator would select everything, also for a bulk operation that deletes. */
export const withOperator = <Operators extends z.ZodObject>(operators: Operators) =>
  operators.refine((sent) => Object.keys(sent).length > 0, 'must have an operator');

/** From `$gte` on, up to but not including `$lt`. */
export const dateRange = withOperator(
  z.strictObject({ $gte: isoDate.optional(), $lt: isoDate.optional() })
);

export const pageMeta = component(
  'PageMeta',
  z.object({
    pagination: z.object({
      page: z.number().int(),
      pageSize: z.number().int(),
      pageCount: z.number().int(),
      total: z.number().int(),
      estimated: z.boolean().describe('True if `total` is an estimate.'),
    }),
  })
);

export type PageMeta = z.output<typeof pageMeta>;

export const cursorMeta = component(
  'CursorMeta',
  z.object({
    pagination: z.object({
      pageSize: z.number().int(),
      nextCursor: z
        .string()
        .nullable()
        .describe('The `pagination[cursor]` of the next page; null on the last one.'),
    }),
  })
);

export type CursorMeta = z.output<typeof cursorMeta>;

/** The location of an IP address in the place database. Any part may be unknown. */
export const place = component(
  'Place',
  z.object({
    country_code: z.string().nullable(),
    country_name: z.string().nullable(),
    /** The state, province or similar. */
    region_name: z.string().nullable(),
    city_name: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    time_zone: z.string().nullable(),
  })
);

export type Place = z.output<typeof place>;
