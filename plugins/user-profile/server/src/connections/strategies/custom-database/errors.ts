import { SourceError } from '../../../model/connections/errors';
import { ConflictError, validationError, coded } from '../../../utils/errors';
import { rejectionIn } from '../base/external-source/rejections';

interface Thrown {
  name?: unknown;
  message?: unknown;
  path?: unknown;
  code?: unknown;
  details?: { errors?: unknown };
}

export const isWrongCredentials = (error: unknown): boolean =>
  (error as Thrown | null)?.name === 'WrongCredentials';

const codeOf = ({ name, code }: Thrown): string =>
  [name, code]
    .filter((part): part is string => typeof part === 'string' && /^\w{1,64}$/.test(part))
    .join(' ') || 'unknown';

/**
 * Maps an error that a function of the site threw, by its `name`. `ValidationError` and `ConflictError`
 * are passed on to the caller. Any other error is a failure of the source; its text may contain anything
 * and is not stored.
 */
export const errorOf = (what: string, error: unknown): Error => {
  if (error instanceof SourceError) {
    return error;
  }
  const thrown: Thrown = typeof error === 'object' && error !== null ? error : {};
  const { name, message, path, details } = thrown;
  const { problems } = rejectionIn({ message, path, errors: details?.errors });
  if (name === 'ValidationError') {
    return validationError(problems);
  }
  if (name === 'ConflictError') {
    return new ConflictError(problems[0].message, problems[0].path);
  }
  return new SourceError('failed', coded('source_failed'), `${what}: ${codeOf(thrown)}`);
};
