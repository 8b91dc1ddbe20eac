import * as React from 'react';

import { useErrorText } from '../../components/dialogs/useRun';
import { useTranslate } from '../../hooks/useTranslate';
import { useRunImportMutation } from '../../services/imports';
import type { ApiError } from '../../utils/errors';
import { type FieldErrors, sortProblems } from '../../utils/fieldErrors';
import { localizeError } from '../../utils/localizeError';
import {
  CHOICE_FIELDS,
  type ChoiceField,
  locateChoiceProblem,
  type RunOptions,
} from './importForm';

/**
 * Starts an import, and assigns the errors of the response to the choices.
 *
 * @param onStarted called if the server has accepted the import. It may have ended by then.
 */
export const useRunImport = (importId: string, onStarted?: () => void) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const [runImport, { isLoading }] = useRunImportMutation();
  const [fieldErrors, setFieldErrors] = React.useState<FieldErrors<ChoiceField>>({});
  const [failure, setFailure] = React.useState<string>();

  const run = async (options: RunOptions): Promise<ApiError | undefined> => {
    setFailure(undefined);
    setFieldErrors({});

    const result = await runImport({ params: { importId }, body: { data: options } });

    if (!('error' in result)) {
      onStarted?.();

      return undefined;
    }

    const error = localizeError(result.error, t);
    const { byField, other } = sortProblems(error, CHOICE_FIELDS, locateChoiceProblem);

    setFieldErrors(byField);
    setFailure(
      other.length > 0 ? errorText({ ...result.error, message: other.join(' ') }) : undefined
    );

    return error;
  };

  return { run, isLoading, fieldErrors, failure };
};
