import { Flex, Typography } from '@strapi/design-system';
import * as React from 'react';
import { useIntl } from 'react-intl';

import type { ImportPreviewRow } from '../../../../shared/contracts/imports';
import { CellText } from '../../components/CellText';
import { DataTable } from '../../components/DataTable/DataTable';
import { Section } from '../../components/Section';
import { EmptyState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useLimited } from '../../hooks/useLimited';
import { useTranslate } from '../../hooks/useTranslate';
import { localizeText } from '../../utils/localizeError';

const SHOWN_COLUMNS = 12;

interface PreviewTableProps {
  /** Of a CSV file; the rows of others have the attributes that they have. */
  columns: readonly string[] | null;
  rows: readonly ImportPreviewRow[];
}

const Problems = ({ problems }: Pick<ImportPreviewRow, 'problems'>) => {
  const t = useTranslate();

  return (
    <Flex
      tag="ul"
      direction="column"
      alignItems="flex-start"
      gap={1}
      paddingTop={1}
      paddingBottom={1}
    >
      {problems.map((problem) => {
        const { field, reason } = problem;
        const text = localizeText({ ...problem, message: reason }, t);

        return (
          <Typography key={`${field}: ${reason}`} tag="li" textColor="danger600">
            {field ? `${field}: ${text}` : text}
          </Typography>
        );
      })}
    </Flex>
  );
};

/** The first rows of the file, as the server reads them. */
export const PreviewTable = ({ columns, rows }: PreviewTableProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const allowed = useAllowed();
  const all = React.useMemo(
    () => columns ?? [...new Set(rows.flatMap(({ values }) => Object.keys(values)))],
    [columns, rows]
  );
  const { shown, showAll } = useLimited(all, SHOWN_COLUMNS);

  return (
    <Section
      title={t('imports.preview')}
      description={
        rows.length > 0 ? t('imports.preview.description', { count: rows.length }) : undefined
      }
    >
      <DataTable
        columns={[
          {
            name: 'line',
            label: t('imports.column.line'),
            cell: ({ line }) => formatNumber(line),
          },
          ...shown.map((column) => ({
            name: column,
            label: column,
            cell: ({ values }: ImportPreviewRow) => (
              <CellText maxWidth="32rem">
                {Object.hasOwn(values, column) ? values[column] : ''}
              </CellText>
            ),
          })),
        ]}
        rows={rows}
        rowId={({ line }) => String(line)}
        detailOf={({ problems }) =>
          problems.length > 0 ? <Problems problems={problems} /> : undefined
        }
        empty={
          <EmptyState
            // The server shows an admin without the permission only files of their own.
            content={t(allowed.readUsers ? 'imports.preview.empty' : 'imports.preview.hidden')}
          />
        }
      />
      {showAll}
    </Section>
  );
};
