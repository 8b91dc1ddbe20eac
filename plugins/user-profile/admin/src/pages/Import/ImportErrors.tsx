import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';

import type { UserImport } from '../../../../shared/contracts/imports';
import { DataTable } from '../../components/DataTable/DataTable';
import { useErrorText } from '../../components/dialogs/useRun';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import { useFetchImportReport, useFirstImportErrors } from '../../services/importReports';
import { downloadBlob } from '../../utils/download';
import type { ApiError } from '../../utils/errors';
import { localizeText } from '../../utils/localizeError';

/** The report has all. */
const SHOWN = 10;

/** The first lines that could not be imported, and the report. */
export const ImportErrors = ({ userImport }: { userImport: UserImport }) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const fetchReport = useFetchImportReport();
  const [isLoading, setIsLoading] = React.useState(false);
  const { id, file_name: fileName, counts, errors_stored: stored } = userImport;
  const errors = useFirstImportErrors(id, SHOWN);

  const download = async () => {
    setIsLoading(true);

    try {
      downloadBlob(`${fileName ?? 'import'}-errors.csv`, await fetchReport(id));
    } catch (error) {
      toggleNotification({ type: 'danger', message: errorText(error as ApiError) });
    } finally {
      setIsLoading(false);
    }
  };

  return (
    <Section
      title={t('imports.errors')}
      description={t('imports.errors.description', { count: counts.failed, stored })}
      action={
        <Button
          size="S"
          variant="tertiary"
          startIcon={<Download />}
          loading={isLoading}
          onClick={() => void download()}
        >
          {t('users.bulk.report')}
        </Button>
      }
    >
      <DataTable
        columns={[
          {
            name: 'line',
            label: t('imports.column.line'),
            cell: ({ line }) => formatNumber(line),
          },
          { name: 'field', label: t('imports.column.field'), cell: ({ field }) => field ?? '–' },
          {
            name: 'reason',
            label: t('imports.column.reason'),
            cell: (error) => localizeText({ ...error, message: error.reason }, t),
          },
        ]}
        rows={errors.map((error, index) => ({ ...error, id: String(index) }))}
        rowId={({ id: row }) => row}
        empty={null}
      />
    </Section>
  );
};
