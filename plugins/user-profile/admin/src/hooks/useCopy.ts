import { useClipboard, useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from './useTranslate';

/** Copies text and says whether it worked: browsers refuse it on pages that are not served over HTTPS. */
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
