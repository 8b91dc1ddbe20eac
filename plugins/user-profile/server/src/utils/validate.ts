import { z } from '@strapi/utils';

import {
  isErrorCode,
  type ErrorCodeDetails,
  type InputErrorCode,
} from '../../../shared/error-texts';
import {
  codedInput,
  type CodedText,
  MAX_LISTED,
  problem,
  validationError,
  type Problem,
} from './errors';
import { problemsOfJson } from './plain-json';

/** An empty envelope is accepted: some clients send one with every request. */
export const emptyBody = z.strictObject({ data: z.strictObject({}).nullish() }).nullish();

/** Removes Strapi's envelope from a path: `data.email` becomes `email`. */
const withoutEnvelope = ([first, ...rest]: string[]): string[] => {
  if (first === undefined) {
    return [];
  }
  return first === 'data' && rest.length > 0 ? rest : [first, ...rest];
};

const located = (at: string[], { path: found, message, ...rest }: Problem): Problem => {
  const path = [...at, ...withoutEnvelope(found)];
  return { ...rest, path, message: path.length > 0 ? `${path.join('.')}: ${message}` : message };
};

/** More than any schema has. */
const MAX_FIELDS = 100;
const TOO_MANY_FIELDS = `must have at most ${MAX_FIELDS} fields`;

/** How far an invalid value is searched for further problems. */
const MAX_SEARCHED = 10_000;

/** Checked first: each unknown field would cost time. */
const hasTooManyFields = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > MAX_FIELDS;

const TOO_SMALL: Record<string, InputErrorCode> = {
  string: 'input_too_short',
  array: 'input_too_few',
};

const TOO_BIG: Record<string, InputErrorCode> = {
  string: 'input_too_long',
  array: 'input_too_many',
};

const isText = (value: unknown): value is string => typeof value === 'string';

const FORMATS: Record<string, InputErrorCode> = { email: 'input_email', url: 'input_url' };

/** A check that a schema defines itself may have a code, see `schemaRule`. */
const codedRule = z.object({
  code: z.custom<ErrorCodeDetails['code']>(isErrorCode),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/**
 * The value that an issue is about. Zod's `reportInput` would put it into the issue, and the text of the error, which
 * costs time for a large value and fails for one that is nested deeply.
 */
const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
        ? (parent as Record<PropertyKey, unknown>)[key]
        : undefined,
    value
  );

const textOfType = (issue: z.core.$ZodIssueInvalidType, input: unknown): CodedText => {
  const { message } = issue;
  // A schema may have a better text than zod.
  const isDefault = message.startsWith('Invalid input: expected');
  if (input === undefined || input === null) {
    return codedInput(isDefault ? 'is required' : message, 'input_required');
  }
  return codedInput(message, 'input_type');
};

/** @param value that the schema has parsed */
export const textOfIssue = (issue: z.core.$ZodIssue, value: unknown): string | CodedText => {
  const { message } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return textOfType(issue, valueAt(value, issue.path));
    case 'too_small':
      return codedInput(message, TOO_SMALL[issue.origin] ?? 'input_too_small', {
        min: Number(issue.minimum),
      });
    case 'too_big':
      return codedInput(message, TOO_BIG[issue.origin] ?? 'input_too_large', {
        max: Number(issue.maximum),
      });
    case 'invalid_format':
      return codedInput(message, FORMATS[issue.format] ?? 'input_format');
    case 'invalid_value':
      return codedInput(message, 'input_choice');
    case 'custom': {
      const { data } = codedRule.safeParse(issue.params);
      return data ? { message, ...data } : message;
    }
    default:
      return message;
  }
};

const PARTS_OF_QUERY = ['filters', 'pagination'];

/**
 * Whether an object is a query of a list, or lies in one. Clients of Strapi send operators and parameters that the
 * plugin does not support.
 */
const isOfQuery = (path: readonly PropertyKey[], keys: readonly string[]): boolean =>
  PARTS_OF_QUERY.some((part) => path.includes(part) || keys.includes(part));

/** Names what is supported. Only here, the schema of the object is known. */
const textOfObject =
  (at: readonly string[]) =>
  ({ code, path = [], inst, input }: z.core.$ZodRawIssue): string | undefined => {
    const keys = inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
    const isKnown = keys.length > 0 && isOfQuery([...at, ...path], keys);
    if (code === 'unrecognized_keys') {
      return isKnown ? `Unrecognized key; use ${keys.join(', ')}` : 'Unrecognized key';
    }
    if (code !== 'invalid_type' || !isKnown || !isText(input)) {
      return undefined;
    }
    const lacks = keys[0].startsWith('$') ? 'must have an operator' : 'must be an object';
    return `${lacks}; use ${keys.join(', ')}`;
  };

/** One problem for each unknown key, with its path. Zod reports the path of the object that contains them. */
const problemsOfIssue = (issue: z.core.$ZodIssue, value: unknown): Problem[] => {
  const path = issue.path.map(String);
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => problem([...path, key], codedInput(issue.message, 'input_unknown')))
    : [problem(path, textOfIssue(issue, value))];
};

export type Checked<Schema extends z.ZodType> =
  { data: z.output<Schema>; problems: [] } | { data: undefined; problems: Problem[] };

/**
 * Checks external input against a schema.
 *
 * @param at the path of the value in the request, for the paths of problems
 * @returns the parsed value with the defaults of the schema, or every problem
 */
export const check = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string[] = []
): Checked<Schema> => {
  if (hasTooManyFields(value)) {
    return {
      data: undefined,
      problems: [
        located(
          at,
          problem([], codedInput(TOO_MANY_FIELDS, 'input_too_many', { max: MAX_FIELDS }))
        ),
      ],
    };
  }
  const result = schema.safeParse(value, { error: textOfObject(at) });
  const problems = problemsOfJson(value, result.success ? Infinity : MAX_SEARCHED);
  if (result.success && problems.length === 0) {
    return { data: result.data, problems: [] };
  }
  const issues = (result.error?.issues ?? []).flatMap((issue) => problemsOfIssue(issue, value));
  const found = [...issues, ...problems];
  const first = found.slice(0, MAX_LISTED).map((each) => located(at, each));
  return { data: undefined, problems: [...first, ...found.slice(MAX_LISTED)] };
};

/**
 * Validates external input.
 *
 * @param at the path of the value in the request, for the paths of problems
 * @returns the parsed value with the defaults of the schema
 * @throws ValidationError (400) that lists the first problems with their paths
 */
export const validate = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string[] = []
): z.output<Schema> => {
  const { data, problems } = check(schema, value, at);
  if (problems.length > 0) {
    throw validationError(problems);
  }
  return data as z.output<Schema>;
};
