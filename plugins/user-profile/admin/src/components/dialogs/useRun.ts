import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { type ApiError, failureOf, isForbidden } from '../../utils/errors';
import { hasErrorCode, localizeError } from '../../utils/localizeError';

type Result<TData> = { data: TData } | { error: ApiError };

/** Waits for a mutation and shows a notification on success. The caller shows the returned error. */
export const useRun = () => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();

  return React.useCallback(
    async <TData>(
      work: PromiseLike<Result<TData>>,
      done: (data: TData) => string
    ): Promise<ApiError | undefined> => {
      const result = await work;

      if ('error' in result) {
        return localizeError(result.error, t);
      }

      toggleNotification({ type: 'success', message: done(result.data) });

      return undefined;
    },
    [t, toggleNotification]
  );
};

/** The text of an error that belongs to no field: what is wrong, and what to do. */
export const useErrorText = (): ((error: ApiError | undefined) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (error) => {
      if (!error) {
        return t('state.error');
      }

      if (isForbidden(error) && !hasErrorCode(error, t)) {
        return t('state.forbidden');
      }

      const failure = failureOf(error);

      if (failure) {
        return t(`state.${failure}`);
      }

      return error.message
        ? t('state.errorWith', { message: localizeError(error, t).message })
        : t('state.error');
    },
    [t]
  );
};
