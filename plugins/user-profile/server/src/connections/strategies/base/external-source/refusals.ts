import { clean } from '../../../../enrich';
import { problem, type Problem } from '../../../../utils/errors';

const MAX_PROBLEMS = 20;
const MESSAGE_LENGTH = 300;

export interface Refusal {
  /** One at least. */
  problems: [Problem, ...Problem[]];
}

const pathIn = (path: unknown): string[] =>
  [path]
    .flat()
    .map((part) => clean(part, 100))
    .filter((part) => part !== null);

const problemIn = (said: { path?: unknown; message?: unknown }): Problem =>
  problem(
    pathIn(said.path),
    clean(said.message, MESSAGE_LENGTH) ?? 'The source refused what was sent'
  );

/**
 * What a source says is wrong with what it was sent, in words for whoever sent it: `message` and
 * `path`, or a list of them under `errors`.
 */
export const refusalIn = (said: {
  path?: unknown;
  message?: unknown;
  errors?: unknown;
}): Refusal => {
  const list = Array.isArray(said.errors) ? said.errors.slice(0, MAX_PROBLEMS) : [];
  const [first, ...others] = list
    .filter((each) => typeof each === 'object' && each !== null)
    .map(problemIn);
  return { problems: first ? [first, ...others] : [problemIn(said)] };
};
