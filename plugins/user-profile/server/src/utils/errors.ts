import { errors } from '@strapi/utils';

import {
  type ErrorCode,
  type ErrorCodeDetails,
  type ErrorParameters,
  errorText,
  type InputErrorCode,
  type ParametersOf,
} from '../../../shared/error-texts';

export interface Problem extends Partial<ErrorCodeDetails> {
  path: string[];
  name: 'ValidationError';
  message: string;
}

/** A text with the code by which the panel translates it. */
export interface CodedText extends ErrorCodeDetails {
  message: string;
}

export const coded = <Code extends ErrorCode>(
  code: Code,
  ...[params]: ParametersOf<Code>
): CodedText => ({ message: errorText(code, params), code, ...(params && { params }) });

/** @param message a text of a schema */
export const codedInput = (
  message: string,
  code: InputErrorCode,
  params?: ErrorParameters
): CodedText => ({ message, code, ...(params && { params }) });

/** Why something was not done: a text, with its code if it has one. */
export type Reason = { message: string } & Partial<ErrorCodeDetails>;

/** The only problem of an error has its code; several have one text. */
export const reasonIn = ({
  message,
  details,
}: Pick<errors.ApplicationError, 'message' | 'details'>): Reason => {
  const {
    code,
    params,
    errors: problems,
  } = details as Partial<ErrorCodeDetails> & { errors?: Problem[] };
  const only = problems?.length === 1 ? problems[0] : { code, params };
  return only.code ? { message, code: only.code, params: only.params } : { message };
};

/** The arguments of an error class of Strapi. */
export const codedError = <Code extends ErrorCode>(
  code: Code,
  ...params: ParametersOf<Code>
): [message: string, details: ErrorCodeDetails] => {
  const { message, ...details } = coded(code, ...params);
  return [message, details];
};

export const problem = (path: string[], text: string | CodedText): Problem => ({
  path,
  name: 'ValidationError',
  ...(typeof text === 'string' ? { message: text } : text),
});

/** A problem whose message begins with its path. */
export const locatedProblem = (path: string[], text: string | CodedText): Problem => {
  const at = `${path.join('.')}: `;
  return problem(
    path,
    typeof text === 'string' ? at + text : { ...text, message: at + text.message }
  );
};

/** A response lists this many problems and counts the others. */
export const MAX_LISTED = 20;

/** Of one text, in UTF-16 code units: both repeat keys of the request. */
const MAX_KEY = 100;
const MAX_MESSAGE = 500;
const MAX_PATH = 20;

/** Of the listed problems together, in bytes of JSON. */
const MAX_LISTED_BYTES = 24 * 1024;

const cut = (text: string, max: number): string =>
  text.length > max ? `${text.slice(0, max)}…` : text;

const cutPath = (path: string[]): string[] =>
  path.length > MAX_PATH ? [...path.slice(0, MAX_PATH), '…'] : path;

const cutParameters = (params: ErrorParameters): ErrorParameters =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? cut(value, MAX_KEY) : value,
    ])
  );

const cutProblem = ({ path, params, ...rest }: Problem): Problem => ({
  ...rest,
  ...(params && { params: cutParameters(params) }),
  path: cutPath(path).map((key) => cut(key, MAX_KEY)),
  message: cut(rest.message, MAX_MESSAGE),
});

const listProblems = (
  problems: Problem[],
  total = problems.length,
  path: string[] = []
): Problem[] => {
  const first: Problem[] = [];
  let bytes = 0;
  for (const each of problems.slice(0, MAX_LISTED).map(cutProblem)) {
    bytes += Buffer.byteLength(JSON.stringify(each));
    if (first.length > 0 && bytes > MAX_LISTED_BYTES) {
      break;
    }
    first.push(each);
  }
  const more = total - first.length;
  return more > 0 ? [...first, problem(path, `… and ${more} more`)] : first;
};

const joinMessages = (problems: Problem[]): string =>
  problems.map(({ message }) => message).join('; ');

/**
 * A 400 that lists the first problems with their paths, and counts the others. Its size is bounded, whatever
 * the request contains.
 */
export const validationError = (problems: Problem[]): errors.ValidationError => {
  const first = listProblems(problems);
  return new errors.ValidationError(joinMessages(first), { errors: first });
};

/**
 * A conflict with stored data: an email address that another user has, or a change that started from an old
 * revision. Strapi has no error for 409; the middleware `error-responses` sets the status.
 */
export class ConflictError extends errors.ApplicationError<'ConflictError', string, object> {
  constructor(
    text: string | CodedText,
    path: string[] = [],
    details: { errors: Problem[]; total?: number } = { errors: [problem(path, text)] }
  ) {
    super(typeof text === 'string' ? text : text.message, details);
    this.name = 'ConflictError';
  }
}

/** Collects conflicts. The first `MAX_LISTED` are listed, all are counted. */
export const createConflicts = (path: string[]) => {
  const first: Problem[] = [];
  let total = 0;

  return {
    add(text: string | CodedText): void {
      total += 1;
      if (total <= MAX_LISTED) {
        first.push(problem(path, text));
      }
    },

    /** @throws ConflictError if any conflict was added */
    requireNone(): void {
      if (total === 0) {
        return;
      }
      const errors = listProblems(first, total, path);
      throw new ConflictError(joinMessages(errors), path, { errors, total });
    },
  };
};
