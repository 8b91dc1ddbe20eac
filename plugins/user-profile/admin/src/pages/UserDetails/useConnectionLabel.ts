import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { connectionLabel } from '../../utils/connectionLabel';

/** What people call a connection: its name, with words of their own for Strapi's accounts. */
export const useConnectionLabel = (): ((connection: string) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (connection) => (connection === 'local' ? t('connection.local') : connectionLabel(connection)),
    [t]
  );
};
