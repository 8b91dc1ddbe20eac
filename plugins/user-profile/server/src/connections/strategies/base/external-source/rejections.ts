import { clean } from '../../../../../../shared/storable-text';
import { coded, problem, type Problem } from '../../../../utils/errors';

const MAX_PROBLEMS = 20;
const MESSAGE_LENGTH = 300;

export interface SourceRejection {
  /** At least one. */
  problems: [Problem, ...Problem[]];
}

const pathIn = (path: unknown): string[] =>
  [path]
    .flat()
    .map((part) => clean(part, 100))
    .filter((part) => part !== null);

const problemIn = (response: { path?: unknown; message?: unknown }): Problem =>
  problem(
    pathIn(response.path),
    clean(response.message, MESSAGE_LENGTH) ?? coded('source_rejected_input')
  );

/**
 * Reads the problems from an error response of a source: `message` and `path`, or a list of these in
 * `errors`. They are shown to the client that sent the input.
 */
export const rejectionIn = (response: {
  path?: unknown;
  message?: unknown;
  errors?: unknown;
}): SourceRejection => {
  const list = Array.isArray(response.errors) ? response.errors.slice(0, MAX_PROBLEMS) : [];
  const [first, ...others] = list
    .filter((each) => typeof each === 'object' && each !== null)
    .map(problemIn);
  return { problems: first ? [first, ...others] : [problemIn(response)] };
};
