import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { type ExportRequest, useFetchExport } from '../../services/exports';
import { downloadBlob } from '../../utils/download';
import type { ApiError } from '../../utils/errors';
import { useErrorText } from '../dialogs/useRun';

interface ExportOptions {
  onSaved?: () => void;
  /** Called with what is wrong, unless the export was aborted. */
  onError: (problem: string) => void;
}

/**
 * Fetches an export, saves its file and shows a notification about it.
 *
 * An export goes on if its component is unmounted, unless that calls `abort`.
 */
export const useExport = ({ onSaved, onError }: ExportOptions) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const fetchExport = useFetchExport();
  const [received, setReceived] = React.useState<number>();
  const controller = React.useRef<AbortController>();
  const abort = React.useCallback(() => controller.current?.abort(), []);

  const run = async (request: ExportRequest) => {
    const { signal } = (controller.current = new AbortController());
    setReceived(0);

    try {
      const { name, content } = await fetchExport(request, { onReceived: setReceived, signal });

      downloadBlob(name, content);
      toggleNotification({ type: 'success', message: t('users.export.done', { name }) });
      onSaved?.();
    } catch (error) {
      if (!signal.aborted) {
        onError(errorText(error as ApiError));
      }
    } finally {
      setReceived(undefined);
    }
  };

  return {
    /** The number of bytes that have arrived; undefined if no export is running. */
    received,
    run,
    abort,
  };
};
