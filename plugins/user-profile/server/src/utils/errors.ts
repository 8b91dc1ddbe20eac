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
 * A conflict with stored data: an email address that another user has, or a change that started from an old
 * revision. Strapi has no error for 409; the middleware `error-responses` sets the status.
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

const MAX_LISTED = 20;

/** Collects conflicts. The first `MAX_LISTED` are listed, all are counted. */
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

    /** @throws ConflictError if any conflict was added */
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
