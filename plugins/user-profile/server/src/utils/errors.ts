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
  constructor(message: string, path: string[] = []) {
    super(message, { errors: [problem(path, message)] });
    this.name = 'ConflictError';
  }
}
