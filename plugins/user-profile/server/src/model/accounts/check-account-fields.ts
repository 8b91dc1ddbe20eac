import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import {
  coded,
  codedInput,
  locatedProblem,
  type CodedText,
  type Problem,
} from '../../utils/errors';
import { textOfIssue } from '../../utils/validate';
import { FIELD_VALUES } from './account-field-values';
import { isSettable, type OwnField } from './own-fields';

export const FIELDS_PATH = 'account_fields';

/**
 * A problem of one field.
 *
 * @param at where the request has the fields
 */
export const fieldProblem = (
  name: string,
  text: string | CodedText,
  at: readonly string[] = [FIELDS_PATH]
): Problem => locatedProblem([...at, name], text);

interface Checked {
  /** The valid values, as they are stored. */
  values: JsonObject;
  problems: Problem[];
}

/** Whether the columns can store the values. Attributes without a value are left out. */
export const checkTypes = (fields: OwnField[], given: JsonObject): Checked => {
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
      checked.problems.push(fieldProblem(name, textOfIssue(error.issues[0], value)));
    }
  }
  return checked;
};

const missingText = (field: OwnField): CodedText =>
  isSettable(field)
    ? codedInput('is required', 'input_required')
    : coded('field_required_elsewhere');

/** Strapi begins a message with the name of the attribute. */
const messageOf = ({ name }: OwnField, message: string): string =>
  message.startsWith(`${name} `) ? message.slice(name.length + 1) : message;

interface SchemaIssue {
  path: string[];
  message: string;
}

/** The account that is changed; null for a new one. */
export type Stored = Record<string, unknown> | null;

/** The issues that Strapi's validation found; throws any other error. */
export const issuesOf = (error: unknown): SchemaIssue[] => {
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
      : validateEntityCreation(model, values, {
          // As the Document Service does, which not every account is created through.
          strictRelations: strapi.config.get('api.documents.strictRelations') === true,
        }));
    return [];
  } catch (error) {
    return issuesOf(error);
  }
};

/** The issues as problems of the request, at the fields that they belong to. */
export const problemsOfIssues = (
  fields: OwnField[],
  values: Record<string, unknown>,
  issues: SchemaIssue[],
  at?: readonly string[]
): Problem[] =>
  fields.flatMap((field) => {
    const own = issues.filter(({ path }) => path[0] === field.name);
    if (own.length > 0 && (values[field.name] ?? null) === null) {
      return [fieldProblem(field.name, missingText(field), at)];
    }
    return own.map(({ message }) =>
      fieldProblem(field.name, coded('field_invalid', { problem: messageOf(field, message) }), at)
    );
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
