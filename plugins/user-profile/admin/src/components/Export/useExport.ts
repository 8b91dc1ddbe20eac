import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { type ExportRequest, useFetchExport } from '../../services/exports';
import { downloadBlob } from '../../utils/download';

export const useExport = () => {
  const t = useTranslate();
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
      toggleNotification({
        type: 'danger',
        message: t('state.errorWith', {
          message: error instanceof Error ? error.message : String(error),
        }),
      });
    } finally {
      setIsExporting(false);
    }
  };

  return { isExporting, run };
};
