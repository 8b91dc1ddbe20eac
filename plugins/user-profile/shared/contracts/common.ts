import { z } from '@strapi/utils';

/** Strapi's page pagination, with its limits. Query strings arrive as text, hence the coercion. */
export const pagePagination = z
  .strictObject({
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(25),
  })
  .prefault({});

/** Pagination of constant cost at any depth: `cursor` is what the previous answer named in `meta.pagination.nextCursor`. */
export const cursorPagination = z
  .strictObject({
    cursor: z.string().max(200).optional(),
    pageSize: z.coerce.number().int().min(1).max(100).default(25),
  })
  .prefault({});

/**
 * One line of text; what is around it is cut off. A database refuses NUL, and no name holds a control
 * character.
 */
export const plainText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

export const isoDate = z.iso.datetime({ offset: true });

/** `estimated` says that `total` was not counted to the end. */
export interface PageMeta {
  pagination: {
    page: number;
    pageSize: number;
    pageCount: number;
    total: number;
    estimated: boolean;
  };
}

export interface CursorMeta {
  pagination: { pageSize: number; nextCursor: string | null };
}

/** Where an address was, as far as the place database tells; every part may be unknown. */
export interface Place {
  country_code: string | null;
  country_name: string | null;
  city_name: string | null;
  latitude: number | null;
  longitude: number | null;
  time_zone: string | null;
}
