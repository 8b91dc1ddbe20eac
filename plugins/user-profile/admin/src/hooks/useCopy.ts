import { useClipboard, useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from './useTranslate';

/** Copies text and shows the result: browsers reject it on pages without HTTPS. */
export const useCopy = (): ((text: string) => Promise<void>) => {
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  const t = useTranslate();

  return React.useCallback(
    async (text) => {
      const done = await copy(text);

      toggleNotification(
        done
          ? { type: 'success', message: t('copy.done') }
          : { type: 'warning', message: t('copy.failed') }
      );
    },
    [copy, t, toggleNotification]
  );
};
