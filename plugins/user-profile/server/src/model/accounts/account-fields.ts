import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { getConfig } from '../../config/get';
import { coded, problem, validationError, type CodedText, type Problem } from '../../utils/errors';
import {
  checkAccountFields,
  checkTypes,
  fieldProblem,
  issuesOf,
  problemsOfIssues,
  type Stored,
} from './check-account-fields';
import { ownFields, settableNames, type OwnField } from './own-fields';

/** Values for the site's own attributes of a new account that are missing, invalid or not allowed. */
export class AccountFieldsError extends errors.ValidationError {
  constructor(problems: Problem[]) {
    const { message, details } = validationError(problems);
    super(message, details);
  }
}

const withoutNull = (given: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));

const complete = async (
  strapi: Core.Strapi,
  given: JsonObject,
  rejected: Problem[] = [],
  fields: OwnField[] = ownFields(strapi)
): Promise<JsonObject> => {
  const all = { ...getConfig(strapi).accounts.defaults, ...withoutNull(given) };
  const { values, problems } = await checkAccountFields(strapi, fields, all);
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

const hasValue = (given: Record<string, unknown>, name: string): boolean =>
  Object.hasOwn(given, name) && (given[name] ?? null) !== null;

/** Adds the defaults for attributes that have no value. */
export const withDefaults = (
  strapi: Core.Strapi,
  given: Record<string, unknown>
): Record<string, unknown> => {
  const missing = ownFields(strapi).filter(({ name }) => !hasValue(given, name));
  return { ...given, ...checkTypes(missing, getConfig(strapi).accounts.defaults).values };
};

/**
 * What a provider of Users & Permissions returned, for a new account: values that their columns cannot store
 * are replaced by the defaults. Users & Permissions checks nothing before it creates the account.
 *
 * @throws AccountFieldsError that lists every attribute that is missing or invalid
 */
export const completeProvidedFields = async (
  strapi: Core.Strapi,
  given: JsonObject
): Promise<JsonObject> => {
  const fields = ownFields(strapi);
  const typed = fields.filter(({ type }) => type !== null);
  const others = Object.entries(given).filter(([key]) => typed.every(({ name }) => name !== key));
  const all = {
    ...getConfig(strapi).accounts.defaults,
    ...checkTypes(typed, given).values,
  };
  // The site's own provider may return the id of a relation or a file.
  const checked = fields.filter(({ name, type }) => type !== null || !hasValue(given, name));
  const { values, problems } = await checkAccountFields(strapi, checked, all);
  if (problems.length > 0) {
    throw new AccountFieldsError(problems);
  }
  return { ...Object.fromEntries(others), ...values };
};

/**
 * The error of a sign-up with Users & Permissions whose values the site's schema rejects. The paths are those
 * of its request, which has the attributes at its top.
 *
 * @param error thrown by the Document Service, which writes nothing then
 * @returns the error itself if it is about something else
 */
export const signUpError = (
  strapi: Core.Strapi,
  given: Record<string, unknown>,
  error: unknown
): unknown => {
  if (!(error instanceof errors.ValidationError)) {
    return error;
  }
  const fields = ownFields(strapi);
  const issues = issuesOf(error);
  const found = problemsOfIssues(fields, given, issues, []);
  const others = issues.filter(({ path }) => fields.every(({ name }) => name !== path[0]));
  return found.length === 0
    ? error
    : new AccountFieldsError([
        ...found,
        ...others.map(({ path, message }) => problem(path, message)),
      ]);
};

const NOT_SETTABLE: CodedText = {
  ...coded('field_unknown'),
  message: 'is not a field that can be set here',
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
      .map((name) => fieldProblem(name, NOT_SETTABLE)),
  };
};

/**
 * Checks values from a request, before anything is written.
 *
 * @param allowed the attributes that the request may set. By default, all that any request may set
 * @param fields those of the site, by whose rules the values are checked
 * @throws AccountFieldsError that lists every problem, including attributes that may not be set
 */
export const checkRequestedFields = (
  strapi: Core.Strapi,
  given: JsonObject,
  allowed?: readonly string[],
  fields?: OwnField[]
): Promise<JsonObject> => {
  const { accepted, rejected } = acceptedIn(strapi, given, allowed);
  return complete(strapi, accepted, rejected, fields);
};

/**
 * Checks a change of the site's own attributes of an account.
 *
 * @param given values by name; null empties an attribute, and attributes that are left out stay
 * @returns the values as they are stored
 * @throws AccountFieldsError that lists every problem, including attributes that may not be set
 */
export const checkChangedFields = async (
  strapi: Core.Strapi,
  documentId: string,
  given: JsonObject
): Promise<{ fields: OwnField[]; values: JsonObject }> => {
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
  return { fields, values };
};

/**
 * Changes the site's own attributes of an account through the Document Service, so the lifecycles and
 * middlewares of the site run.
 *
 * @throws AccountFieldsError like `checkChangedFields`
 */
export const changeAccountFields = async (
  strapi: Core.Strapi,
  documentId: string,
  given: JsonObject
): Promise<void> => {
  const { fields, values } = await checkChangedFields(strapi, documentId, given);
  try {
    await strapi.documents(STRAPI_UIDS.account).update({ documentId, data: values as never });
  } catch (error) {
    // For instance a middleware of the site, or another request that has just taken a unique value.
    const found = problemsOfIssues(fields, values, issuesOf(error));
    throw found.length > 0 ? new AccountFieldsError(found) : error;
  }
};
