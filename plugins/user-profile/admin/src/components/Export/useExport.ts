import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { type ExportRequest, useFetchExport } from '../../services/exports';
import { downloadBlob } from '../../utils/download';
import type { ApiError } from '../../utils/errors';
import { useErrorText } from '../dialogs/useRun';

export const useExport = () => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const fetchExport = useFetchExport();
  const [isExporting, setIsExporting] = React.useState(false);

  const run = async (request: ExportRequest) => {
    setIsExporting(true);

    try {
      const { name, content } = await fetchExport(request);

      downloadBlob(name, content);
      toggleNotification({ type: 'success', message: t('users.export.done', { name }) });
    } catch (error) {
      toggleNotification({ type: 'danger', message: errorText(error as ApiError) });
    } finally {
      setIsExporting(false);
    }
  };

  return { isExporting, run };
};
