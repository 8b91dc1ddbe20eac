import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { getConfig } from '../../config/get';
import { problem, validationError, type Problem } from '../../utils/errors';
import { FIELD_VALUES } from './account-field-values';
import { isSettable, ownFields, settableNames, type OwnField } from './own-fields';

/** Values for the site's own attributes of a new account that are missing, invalid or not allowed. */
export class AccountFieldsError extends errors.ValidationError {
  constructor(problems: Problem[]) {
    const { message, details } = validationError(problems);
    super(message, details);
  }
}

export const FIELDS_PATH = 'account_fields';

const fieldProblem = (name: string, message: string): Problem =>
  problem([FIELDS_PATH, name], `${FIELDS_PATH}.${name}: ${message}`);

interface Checked {
  /** The valid values, as they are stored. */
  values: JsonObject;
  problems: Problem[];
}

/** Whether the columns can store the values. Attributes without a value are left out. */
const checkTypes = (fields: OwnField[], given: JsonObject): Checked => {
  const checked: Checked = { values: {}, problems: [] };
  for (const { name, type } of fields) {
    const value = Object.hasOwn(given, name) ? given[name] : null;
    if (value === null || value === undefined || type === null) {
      continue;
    }
    const { success, data, error } = FIELD_VALUES[type].safeParse(value);
    if (success) {
      checked.values[name] = data as JsonValue;
    } else {
      checked.problems.push(fieldProblem(name, error.issues[0].message));
    }
  }
  return checked;
};

const missingMessage = (field: OwnField): string =>
  isSettable(field)
    ? 'is required'
    : 'is required, but cannot be set here: make it optional in the user type, or add it to accounts.defaults in the plugin configuration';

/** Strapi begins a message with the name of the attribute. */
const messageOf = ({ name }: OwnField, message: string): string =>
  message.startsWith(`${name} `) ? message.slice(name.length + 1) : message;

interface SchemaIssue {
  path: string[];
  message: string;
}

/** The account that is changed; null for a new one. */
type Stored = Record<string, unknown> | null;

/** The issues that Strapi's validation found; throws any other error. */
const issuesOf = (error: unknown): SchemaIssue[] => {
  if (!(error instanceof errors.ValidationError)) {
    throw error;
  }
  return (error.details as { errors?: SchemaIssue[] }).errors ?? [];
};

/** Validates the site's own attributes alone: an account of this plugin may have no email. */
const schemaIssues = async (
  strapi: Core.Strapi,
  fields: OwnField[],
  values: JsonObject,
  stored: Stored
): Promise<SchemaIssue[]> => {
  const attributes = Object.fromEntries(fields.map(({ name, attribute }) => [name, attribute]));
  const model = { ...strapi.contentType(STRAPI_UIDS.account), attributes };
  type Validate = (
    model: object,
    data: object,
    options?: object,
    entity?: Stored
  ) => Promise<unknown>;
  const { validateEntityCreation, validateEntityUpdate } = strapi.entityValidator as unknown as {
    validateEntityCreation: Validate;
    validateEntityUpdate: Validate;
  };
  try {
    await (stored
      ? validateEntityUpdate(model, values, { isDraft: false }, stored)
      : validateEntityCreation(model, values));
    return [];
  } catch (error) {
    return issuesOf(error);
  }
};

/** The issues as problems of the request, at the fields that they belong to. */
const problemsOfIssues = (
  fields: OwnField[],
  values: JsonObject,
  issues: SchemaIssue[]
): Problem[] =>
  fields.flatMap((field) => {
    const own = issues.filter(({ path }) => path[0] === field.name);
    if (own.length > 0 && (values[field.name] ?? null) === null) {
      return [fieldProblem(field.name, missingMessage(field))];
    }
    return own.map(({ message }) => fieldProblem(field.name, messageOf(field, message)));
  });

const checkSchema = async (
  strapi: Core.Strapi,
  fields: OwnField[],
  values: JsonObject,
  stored: Stored
): Promise<Problem[]> =>
  problemsOfIssues(fields, values, await schemaIssues(strapi, fields, values, stored));

/** Checks values whatever their origin: types first, then the site's schema. */
export const checkAccountFields = async (
  strapi: Core.Strapi,
  fields: OwnField[],
  given: JsonObject,
  stored: Stored = null
): Promise<Checked> => {
  const { values, problems } = checkTypes(fields, given);
  const emptied = stored ? Object.entries(given).filter(([, value]) => value === null) : [];
  const all = { ...values, ...Object.fromEntries(emptied) };
  const invalid = problems.map(({ path }) => path[1]);
  const others = fields.filter(({ name }) => !invalid.includes(name));
  return {
    values: all,
    problems: [...problems, ...(await checkSchema(strapi, others, all, stored))],
  };
};

const withoutNull = (given: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));

const complete = async (
  strapi: Core.Strapi,
  given: JsonObject,
  rejected: Problem[] = []
): Promise<JsonObject> => {
  const all = { ...getConfig(strapi).accounts.defaults, ...withoutNull(given) };
  const { values, problems } = await checkAccountFields(strapi, ownFields(strapi), all);
  const found = [...rejected, ...problems];
  if (found.length > 0) {
    throw new AccountFieldsError(found);
  }
  return values;
};

/**
 * The site's own attributes of a new account, with the defaults of the plugin's configuration. Safe to call
 * with its own result.
 *
 * @throws AccountFieldsError that lists every attribute that is missing or invalid
 */
export const completeAccountFields = (
  strapi: Core.Strapi,
  fields: JsonObject
): Promise<JsonObject> => complete(strapi, fields);

/**
 * What a provider of Users & Permissions returned, for a new account: values that their columns cannot store
 * are replaced by the defaults, since they would fail the login.
 */
export const withStorableFields = (strapi: Core.Strapi, given: JsonObject): JsonObject => {
  const fields = ownFields(strapi).filter(({ type }) => type !== null);
  const names = fields.map(({ name }) => name);
  const others = Object.entries(given).filter(([name]) => !names.includes(name));
  return {
    ...Object.fromEntries(others),
    ...checkTypes(fields, getConfig(strapi).accounts.defaults).values,
    ...checkTypes(fields, given).values,
  };
};

/** The values in a request that it may set, and a problem for each of the others. */
const acceptedIn = (
  strapi: Core.Strapi,
  given: JsonObject,
  allowed?: readonly string[]
): { accepted: JsonObject; rejected: Problem[] } => {
  const settable = settableNames(strapi);
  const isAccepted = (name: string): boolean =>
    settable.includes(name) && (allowed?.includes(name) ?? true);
  const names = Object.keys(given);
  return {
    accepted: Object.fromEntries(names.filter(isAccepted).map((name) => [name, given[name]])),
    rejected: names
      .filter((name) => !isAccepted(name))
      .map((name) => fieldProblem(name, 'is not a field that can be set here')),
  };
};

/**
 * Checks values from a request, before anything is written.
 *
 * @param allowed the attributes that the request may set; omitted for all that any request may set
 * @throws AccountFieldsError that lists every problem, including attributes that may not be set
 */
export const checkRequestedFields = (
  strapi: Core.Strapi,
  given: JsonObject,
  allowed?: readonly string[]
): Promise<JsonObject> => {
  const { accepted, rejected } = acceptedIn(strapi, given, allowed);
  return complete(strapi, accepted, rejected);
};

/**
 * Changes the site's own attributes of an account through the Document Service, so the lifecycles and
 * middlewares of the site run.
 *
 * @param given values by name; null empties an attribute, and attributes that are left out stay
 * @throws AccountFieldsError that lists every problem, including attributes that may not be set
 */
export const changeAccountFields = async (
  strapi: Core.Strapi,
  documentId: string,
  given: JsonObject
): Promise<void> => {
  const { accepted, rejected } = acceptedIn(strapi, given);
  const fields = ownFields(strapi).filter(({ name }) => Object.hasOwn(accepted, name));
  // A unique attribute may keep its value.
  const stored: Stored = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ where: { documentId } });
  const { values, problems } = await checkAccountFields(strapi, fields, accepted, stored ?? {});
  if (rejected.length + problems.length > 0) {
    throw new AccountFieldsError([...rejected, ...problems]);
  }
  try {
    await strapi.documents(STRAPI_UIDS.account).update({ documentId, data: values as never });
  } catch (error) {
    // For instance a middleware of the site, or another request that has just taken a unique value.
    const found = problemsOfIssues(fields, values, issuesOf(error));
    throw found.length > 0 ? new AccountFieldsError(found) : error;
  }
};
