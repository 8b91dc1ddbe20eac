import type { Core } from '@strapi/types';
import { contentTypes } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { AccountField, AccountFieldType } from '../../../../shared/contracts/account-fields';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { getConfig } from '../../config/get';
import { problem, type Problem } from '../../utils/errors';
import { FIELD_VALUES } from './account-field-values';

/** The attributes of an account that Users & Permissions or this plugin sets. */
export const MANAGED = [
  'username',
  'email',
  'provider',
  'password',
  'resetPasswordToken',
  'confirmationToken',
  'confirmed',
  'blocked',
  'role',
];

/** The part of Strapi's attribute types that is used here. */
interface Attribute {
  type: string;
  required?: boolean;
  unique?: boolean;
  enum?: string[];
  default?: unknown;
}

export interface OwnField {
  name: string;
  attribute: Attribute;
  /** Null for relations, media, components and passwords. */
  type: AccountFieldType | null;
  isPrivate: boolean;
}

const isFieldType = (type: string): type is AccountFieldType => Object.hasOwn(FIELD_VALUES, type);

/** The attributes that the site added to the user type. */
export const ownFields = (strapi: Core.Strapi): OwnField[] => {
  const model = strapi.contentType(STRAPI_UIDS.account);
  const attributes = model.attributes as Record<string, Attribute>;
  return contentTypes
    .getWritableAttributes(model)
    .filter((name) => contentTypes.isVisibleAttribute(model, name) && !MANAGED.includes(name))
    .map((name) => ({
      name,
      attribute: attributes[name],
      type: isFieldType(attributes[name].type) ? attributes[name].type : null,
      isPrivate: contentTypes.isPrivateAttribute(model, name),
    }));
};

export const isSettable = ({ type, isPrivate }: OwnField): boolean => type !== null && !isPrivate;

export const settableNames = (strapi: Core.Strapi): string[] =>
  ownFields(strapi)
    .filter(isSettable)
    .map(({ name }) => name);

/** Strategies of the site may use the option for something else. */
const mappingIn = (option: JsonValue | undefined): JsonObject =>
  typeof option === 'object' && option !== null && !Array.isArray(option) ? option : {};

/**
 * The site's own attributes in the claims of a source.
 *
 * @param claims the name of the claim, by the name of the attribute
 */
export const claimedFields = (
  strapi: Core.Strapi,
  claims: JsonValue | undefined,
  data: JsonObject
): JsonObject => {
  const mapping = mappingIn(claims);
  const values = settableNames(strapi)
    .filter((name) => Object.hasOwn(mapping, name))
    .map((name) => [name, String(mapping[name])])
    .filter(([, claim]) => Object.hasOwn(data, claim))
    .map(([name, claim]) => [name, data[claim]])
    .filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(values);
};

/** Problems of the attributes that a connection sets from claims, by their names. */
export const claimMappingProblems = (
  strapi: Core.Strapi,
  claims: JsonValue | undefined
): Problem[] => {
  const settable = settableNames(strapi);
  return Object.keys(mappingIn(claims))
    .filter((name) => !settable.includes(name))
    .map((name) => {
      const path = ['options', 'account_fields', name];
      return problem(path, `${path.join('.')}: is not a field of the user type that can be set`);
    });
};

/** Null for a function in the code of the site. */
const schemaDefault = ({ default: value }: Attribute): JsonValue =>
  typeof value === 'function' ? null : ((value ?? null) as JsonValue);

/** The attributes that requests can set, for the forms of the panel. */
export const describeAccountFields = (strapi: Core.Strapi): AccountField[] => {
  const { defaults } = getConfig(strapi).accounts;
  return ownFields(strapi)
    .filter(isSettable)
    .map(({ name, attribute }) => ({
      name,
      type: attribute.type as AccountFieldType,
      required: attribute.required === true,
      default: defaults[name] ?? schemaDefault(attribute),
      enum: attribute.enum ?? null,
    }));
};
