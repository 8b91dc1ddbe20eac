import * as React from 'react';

import type { BulkOperation } from '../../../shared/contracts/bulk';
import { localizeText } from '../utils/localizeError';
import { useTranslate } from './useTranslate';

/** What an operation that has ended has done. */
export const useResultText = (): ((operation: BulkOperation) => string) => {
  const t = useTranslate();

  return React.useCallback(
    ({ action, status, done, unchanged, failed, error }) => {
      const counts = t(`users.bulk.result.${action}`, { done, failed }).trim();
      const result =
        unchanged > 0 ? `${counts} ${t('users.bulk.unchanged', { count: unchanged })}` : counts;

      if (status === 'cancelled') {
        return t('users.bulk.stopped', { result });
      }

      return error ? t('users.bulk.ended', { error: localizeText(error, t), result }) : result;
    },
    [t]
  );
};
