import { z } from '@strapi/utils';

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

/** An attribute that the site added to the user type of Users & Permissions. */
export interface AccountField {
  name: string;
  type: AccountFieldType;
  required: boolean;
  /** The value of accounts that are created without one: from the plugin's config or the user type. */
  default: JsonValue;
  /** The values of an enumeration. */
  enum: string[] | null;
}

/** The values of account fields in a request, by name. The site's user type validates them. */
export const accountFields = jsonObject.describe(
  "The site's own attributes of the user type, by name. The user type validates them."
);

/** The option of a connection: the claim that sets a field of a new account, by the name of the field. */
export const accountFieldClaims = z
  .record(z.string().min(1).max(128), z.string().trim().min(1).max(128))
  .default({})
  .describe(
    'Sets the site\'s own attributes of a new account from claims, such as "company": "organization" if the source names the claim "organization"'
  );
