import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { type ApiError, isForbidden } from '../../utils/errors';

type Result<TData> = { data: TData } | { error: ApiError };

/** Waits for a change and tells of its success; the error is handed back, to be shown where it belongs. */
export const useRun = () => {
  const { toggleNotification } = useNotification();

  return React.useCallback(
    async <TData>(
      work: PromiseLike<Result<TData>>,
      done: (data: TData) => string
    ): Promise<ApiError | undefined> => {
      const result = await work;

      if ('error' in result) {
        return result.error;
      }

      toggleNotification({ type: 'success', message: done(result.data) });

      return undefined;
    },
    [toggleNotification]
  );
};

/** What to say of a refusal that belongs to no field. */
export const useErrorText = (): ((error: ApiError) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (error) =>
      isForbidden(error)
        ? t('actions.forbidden')
        : t('actions.failed', { message: error.message ?? '' }),
    [t]
  );
};
