import type { ApiError } from '../../../utils/errors';
import { problemsOf, withoutPath } from '../../../utils/fieldErrors';

/** By the name of the field; those of options begin with `options.`. */
export type ProblemsByField = Record<string, string[]>;

/** Some of what the server says goes on from the path, which a form shows by place. */
const sentence = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);

/** Within a list or a map, the place is named by the line or the key. */
const placed = (rest: readonly string[], message: string, lineText: (line: number) => string) => {
  const [place] = rest;

  if (place === undefined) {
    return sentence(message);
  }

  return `${/^\d+$/.test(place) ? lineText(Number(place) + 1) : place}: ${message}`;
};

/** What the server complains of, by the fields of the form; what belongs to none of them is not lost. */
export const sortProblems = (
  error: ApiError,
  fields: readonly string[],
  lineText: (line: number) => string
): { byField: ProblemsByField; other: string[] } => {
  const byField: ProblemsByField = {};
  const other: string[] = [];
  const problems = problemsOf(error);

  for (const problem of problems) {
    const [first, second, ...rest] = problem.path;
    const isOption = first === 'options' && second !== undefined;
    const field = isOption ? `options.${second}` : first;

    if (fields.includes(field)) {
      const message = placed(isOption ? rest : [], withoutPath(problem), lineText);
      byField[field] = [...(byField[field] ?? []), message];
    } else {
      other.push(problem.message);
    }
  }

  return { byField, other: problems.length === 0 && error.message ? [error.message] : other };
};
