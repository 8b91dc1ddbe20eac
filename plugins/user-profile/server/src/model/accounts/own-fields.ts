import type { Core } from '@strapi/types';
import { contentTypes } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { AccountField, AccountFieldType } from '../../../../shared/contracts/account-fields';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { getConfig } from '../../config/get';
import { type Problem, coded, locatedProblem } from '../../utils/errors';
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
  regex?: unknown;
  default?: unknown;
  /** Of a relation. */
  relation?: string;
  target?: string;
  /** The name of a custom field, whose type is that of its value. */
  customField?: string;
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

/** The types of the fields, by their names. */
export const typesOf = (fields: readonly OwnField[]): Map<string, AccountFieldType | null> =>
  new Map(fields.map(({ name, type }) => [name, type]));

/** Whether two accounts cannot have the same value. Strapi checks each `uid` as it does a unique attribute. */
export const isUnique = ({ attribute }: Pick<OwnField, 'attribute'>): boolean =>
  attribute.unique === true || attribute.type === 'uid';

export const isSettable = ({ type, isPrivate }: OwnField): boolean => type !== null && !isPrivate;

/** A relation to any type has no target: what it refers to is not read. */
const isPolymorphic = ({ type, target }: Attribute): boolean =>
  type === 'relation' && target === undefined;

/** The attributes whose values the plugin shows. */
export const readableFields = (strapi: Core.Strapi): OwnField[] =>
  ownFields(strapi).filter(
    ({ attribute, isPrivate }) =>
      !isPrivate && attribute.type !== 'password' && !isPolymorphic(attribute)
  );

export const isRelated = ({ attribute }: OwnField): boolean =>
  attribute.type === 'relation' || attribute.type === 'media';

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
      return locatedProblem(path, coded('field_unknown'));
    });
};

/** Null for a function in the code of the site. */
const schemaDefault = ({ default: value }: Attribute): JsonValue =>
  typeof value === 'function' ? null : ((value ?? null) as JsonValue);

const FILE = 'plugin::upload.file';

const targetOf = (strapi: Core.Strapi, { type, target }: Attribute): AccountField['target'] => {
  const uid = type === 'media' ? FILE : target;
  const model = uid ? strapi.contentTypes[uid as keyof typeof strapi.contentTypes] : undefined;
  return model ? { uid: model.uid, kind: model.kind } : null;
};

/** The attributes whose values the plugin shows, for the panel. */
export const describeAccountFields = (strapi: Core.Strapi): AccountField[] => {
  const { accounts, accountFields } = getConfig(strapi);
  return readableFields(strapi).map((field) => {
    const { name, attribute } = field;
    return {
      name,
      type: field.type ?? (isRelated(field) ? (attribute.type as 'relation' | 'media') : 'other'),
      required: attribute.required === true,
      // The input of a custom field may check more than its type does.
      editable: isSettable(field) && attribute.customField === undefined,
      default: accounts.defaults[name] ?? schemaDefault(attribute),
      enum: attribute.enum ?? null,
      target: targetOf(strapi, attribute),
      column: accountFields.columns.includes(name),
      filter: accountFields.filters.includes(name),
    };
  });
};
