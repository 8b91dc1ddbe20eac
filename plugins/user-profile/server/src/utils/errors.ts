import { errors } from '@strapi/utils';

export interface Problem {
  path: string[];
  name: 'ValidationError';
  message: string;
}

export const problem = (path: string[], message: string): Problem => ({
  path,
  name: 'ValidationError',
  message,
});

/** A 400 that lists every problem with its path. */
export const validationError = (problems: Problem[]): errors.ValidationError =>
  new errors.ValidationError(problems.map(({ message }) => message).join('; '), {
    errors: problems,
  });

/**
 * What was asked for collides with what is there: an email that is taken, a change that started from
 * an old revision. Strapi has no error for 409; the routes' middleware gives it that status.
 */
export class ConflictError extends errors.ApplicationError<'ConflictError', string, object> {
  constructor(
    message: string,
    path: string[] = [],
    details: { errors: Problem[]; total?: number } = { errors: [problem(path, message)] }
  ) {
    super(message, details);
    this.name = 'ConflictError';
  }
}

/** More than this nobody reads at once. */
const MAX_LISTED = 20;

/** Collects what collides, of which there may be any number: the first are listed, all are counted. */
export const createConflicts = (path: string[]) => {
  const listed: Problem[] = [];
  let total = 0;

  return {
    add(message: string): void {
      total += 1;
      if (total <= MAX_LISTED) {
        listed.push(problem(path, message));
      }
    },

    /** @throws ConflictError that lists what was added, if anything was */
    requireNone(): void {
      if (total === 0) {
        return;
      }
      const more = total - listed.length;
      const errors = more > 0 ? [...listed, problem(path, `… and ${more} more`)] : listed;
      const message = errors.map((each) => each.message).join('; ');
      throw new ConflictError(message, path, { errors, total });
    },
  };
};
