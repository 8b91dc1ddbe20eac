import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';

/** What people call a connection: its name, with a word for Strapi's own accounts. */
export const useConnectionLabel = (): ((connection: string) => string) => {
  const t = useTranslate();

  return React.useCallback(
    (connection) =>
      connection === 'local'
        ? t('connection.local')
        : connection.charAt(0).toUpperCase() + connection.slice(1),
    [t]
  );
};
