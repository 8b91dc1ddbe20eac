import type { ApiError } from './errors';

export type FieldErrors<TField extends string> = Partial<Record<TField, string[]>>;

export interface Problem {
  path: string[];
  message: string;
}

export const problemsOf = (error: ApiError): Problem[] => {
  const details: unknown = 'details' in error ? error.details : undefined;
  const errors =
    typeof details === 'object' && details !== null && 'errors' in details ? details.errors : [];

  return Array.isArray(errors)
    ? errors.filter(
        (each): each is Problem => Array.isArray(each?.path) && typeof each?.message === 'string'
      )
    : [];
};

/** Some messages of the server start with the path, e.g. `data.email: `. In a form the place says it. */
export const withoutPath = ({ path, message }: Problem): string => {
  const prefix = `${path.join('.')}: `;

  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
};

/** Finds the field that a problem belongs to, and the text to show there. */
export type LocateProblem = (problem: Problem) => { field: string | undefined; message: string };

/** For flat forms: the last part of the path names the field. */
const locateByName: LocateProblem = (problem) => ({
  field: problem.path[problem.path.length - 1],
  message: withoutPath(problem),
});

/**
 * Assigns the problems of a response to the fields of a form.
 *
 * @returns `other`: the problems that belong to no field, or the error's message if it lists none
 */
export const sortProblems = <TField extends string>(
  error: ApiError,
  fields: readonly TField[],
  locate: LocateProblem = locateByName
): { byField: FieldErrors<TField>; other: string[] } => {
  const byField: FieldErrors<TField> = {};
  const other: string[] = [];
  const problems = problemsOf(error);

  for (const problem of problems) {
    const located = locate(problem);
    const field = fields.find((name) => name === located.field);

    if (field) {
      byField[field] = [...(byField[field] ?? []), located.message];
    } else {
      other.push(problem.message);
    }
  }

  return { byField, other: problems.length === 0 && error.message ? [error.message] : other };
};
