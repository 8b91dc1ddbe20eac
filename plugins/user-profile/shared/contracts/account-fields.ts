import { z } from '@strapi/utils';

import { withOperator } from './common';
import { jsonObject, type JsonValue } from './json';

/** The types of attributes that requests can set. */
export type AccountFieldType =
  | 'string'
  | 'email'
  | 'uid'
  | 'enumeration'
  | 'text'
  | 'richtext'
  | 'integer'
  | 'biginteger'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'timestamp'
  | 'json'
  | 'blocks';

/** The types that an index can find values of. */
export const FILTER_TYPES = [
  'string',
  'email',
  'uid',
  'enumeration',
  'integer',
  'biginteger',
  'float',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'timestamp',
] as const satisfies readonly AccountFieldType[];

/** The types that the search box can find. */
export const SEARCH_TYPES = [
  'string',
  'email',
  'uid',
  'enumeration',
  'text',
  'integer',
  'biginteger',
] as const satisfies readonly AccountFieldType[];

/** An attribute that the site added to the user type of Users & Permissions. */
export interface AccountField {
  name: string;
  /** `other`: a component, a dynamic zone or a type that the plugin does not know. */
  type: AccountFieldType | 'relation' | 'media' | 'other';
  required: boolean;
  /** Whether the panel offers an input for existing users. */
  editable: boolean;
  /** The value of accounts that are created without one: from the plugin's config or the user type. */
  default: JsonValue;
  /** The values of an enumeration. */
  enum: string[] | null;
  /** The type that a relation or media refers to. */
  target: { uid: string; kind: 'collectionType' | 'singleType' } | null;
  /** Whether the list of users has a column for it. */
  column: boolean;
  /** Whether users can be filtered by it. */
  filter: boolean;
}

/** The value of a relation or media: the number of entries, and the first ones. */
export interface RelatedEntries {
  count: number;
  entries: RelatedEntry[];
}

export interface RelatedEntry {
  documentId: string;
  /** For admins who may read the entries in the Content Manager. */
  label?: string;
  /** Of a file. */
  name?: string;
  mime?: string;
  url?: string;
}

/** A relation may have any number of entries, so responses list the first ones. */
export const MAX_RELATED = 5;

/** The values of account fields in a request, by name. The site's user type validates them. */
export const accountFields = jsonObject.describe(
  "The site's own attributes of the user type, by name. The user type validates them."
);

/** The values of account fields in a response, by name. */
export const accountFieldValues = jsonObject.describe(
  "The site's own attributes of the account that the user logs in as, by name; only if the request asks for them with `account_fields`. Relations and media are `{ count, entries }` with the first entries."
);

const fieldName = z.string().min(1).max(128);

const isAll = (value: unknown): boolean =>
  value === true || value === 'true' || (Array.isArray(value) && value.join() === 'true');

const allOrNames = (min: number) =>
  z
    .preprocess(
      (value: boolean | string | string[]) =>
        isAll(value) ? true : typeof value === 'string' ? value.split(',') : value,
      z.union(
        [z.literal(true), z.array(fieldName).min(min).max(100)],
        'must be true, or a list of names'
      )
    )
    .optional();

/** Of an export, which contains some by default: an empty list for none. */
export const exportedAccountFields = allOrNames(0);

/** `account_fields=true` for all, or names: `account_fields=company,plan` or a list. */
export const askedAccountFields = allOrNames(1).describe(
  "Adds the site's own attributes of the user type: `true`, or a list of their names."
);

const fieldValue = z.union([z.string().max(255), z.number(), z.boolean()]);

/** Filters by account fields, by name. The type of the field decides which values are valid. */
export const accountFieldFilters = z
  .record(
    fieldName,
    withOperator(
      z.strictObject({
        $eq: fieldValue.optional(),
        $in: z
          .preprocess(
            (value: unknown) => (Array.isArray(value) ? value : [value]),
            z.array(fieldValue).min(1).max(50)
          )
          .optional(),
        $gte: fieldValue.optional(),
        $lte: fieldValue.optional(),
        $gt: fieldValue.optional(),
        $lt: fieldValue.optional(),
        $null: z
          .preprocess(
            (value: unknown) => (value === 'true' || value === 'false' ? value === 'true' : value),
            z.boolean()
          )
          .optional(),
      })
    )
  )
  .refine((fields) => Object.keys(fields).length > 0, 'must name a field')
  .describe(
    "Filters by the site's own attributes of the user type that `accountFields.filters` in the config names, such as `filters[account_fields][plan][$eq]=pro`."
  );

export type AccountFieldFilters = z.output<typeof accountFieldFilters>;

export type AskedAccountFields = z.output<typeof askedAccountFields>;

/** The option of a connection: the claim that sets a field of a new account, by the name of the field. */
export const accountFieldClaims = z
  .record(z.string().min(1).max(128), z.string().trim().min(1).max(128))
  .default({})
  .describe(
    'Sets the site\'s own attributes of a new account from claims, such as "company": "organization" if the source names the claim "organization"'
  );
