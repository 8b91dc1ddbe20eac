import type { ErrorCodeDetails } from '../../../shared/error-texts';
import type { Translate } from '../hooks/useTranslate';
import type { ApiError } from './errors';

interface Text {
  message: string;
  code?: unknown;
  params?: unknown;
}

type Params = Record<string, string | number>;

const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Whether the panel has a text for the code. */
export const isErrorCode = (code: unknown, t: Translate): code is ErrorCodeDetails['code'] =>
  typeof code === 'string' && t.has(`error.${code}`);

export const hasErrorCode = (error: ApiError, t: Translate): boolean =>
  isErrorCode(objectIn('details' in error ? error.details : undefined).code, t);

/** A text of the server in the panel's language if it has a code. */
export const localizeText = ({ message, code, params }: Text, t: Translate): string =>
  isErrorCode(code, t) ? t(`error.${code}`, objectIn(params) as Params) : message;

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'message' in value;

/** An error of the server with its texts in the panel's language, as far as they have a code. */
export const localizeError = <TError extends ApiError>(error: TError, t: Translate): TError => {
  const details = objectIn('details' in error ? error.details : undefined);
  const { code, params } = details;
  const problems = Array.isArray(details.errors)
    ? details.errors.map((each) =>
        isText(each) ? { ...each, message: localizeText(each, t) } : each
      )
    : undefined;
  const areCoded = problems?.length && problems.every((each) => isErrorCode(each?.code, t));

  return {
    ...error,
    // The name of an Error is not its own property. It tells a failed network from other failures.
    ...('name' in error && { name: error.name }),
    message: areCoded
      ? problems.map(({ message }) => message).join(' ')
      : localizeText({ message: error.message ?? '', code, params }, t) || undefined,
    ...(problems && { details: { ...details, errors: problems } }),
  };
};
