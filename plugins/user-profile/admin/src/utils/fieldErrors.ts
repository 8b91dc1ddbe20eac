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

/** The server begins some messages with the path, as `data.email: `, which a form shows by place. */
export const withoutPath = ({ path, message }: Problem): string => {
  const prefix = `${path.join('.')}: `;

  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
};

/**
 * Sorts what the server complains of by the fields of a form. What belongs to none of them comes back
 * as `other`, so that no complaint is lost.
 */
export const sortProblems = <TField extends string>(
  error: ApiError,
  fields: readonly TField[]
): { byField: FieldErrors<TField>; other: string[] } => {
  const byField: FieldErrors<TField> = {};
  const other: string[] = [];
  const problems = problemsOf(error);

  for (const problem of problems) {
    const last = problem.path[problem.path.length - 1];
    const field = fields.find((name) => name === last);

    if (field) {
      byField[field] = [...(byField[field] ?? []), withoutPath(problem)];
    } else {
      other.push(problem.message);
    }
  }

  return { byField, other: problems.length === 0 && error.message ? [error.message] : other };
};
