import * as React from 'react';

import type { UserImport } from '../../../../shared/contracts/imports';
import { useTranslate } from '../../hooks/useTranslate';
import { isDryRun } from './ImportStatus';

/** How an import has ended. */
export const useResultTitle = (): ((userImport: UserImport) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (userImport) => {
      const kind = isDryRun(userImport) ? 'dryRun' : 'import';

      if (userImport.status === 'failed' || userImport.status === 'cancelled') {
        return t(`imports.result.${kind}.${userImport.status}`);
      }

      return t(`imports.result.${kind}.done`);
    },
    [t]
  );
};
