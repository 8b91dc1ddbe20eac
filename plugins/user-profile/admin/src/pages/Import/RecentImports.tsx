import { IconButton, Link as DsLink } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

import type { FindImports, UserImport } from '../../../../shared/contracts/imports';
import { CellText } from '../../components/CellText';
import { DataTable } from '../../components/DataTable/DataTable';
import { ConfirmDialog } from '../../components/dialogs/ConfirmDialog';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { EmptyState, ErrorState } from '../../components/States';
import { UserText } from '../../components/UserText';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { useTranslate } from '../../hooks/useTranslate';
import { isActive, useDeleteImportMutation } from '../../services/imports';
import type { ApiError } from '../../utils/errors';
import { importPath } from '../../utils/paths';
import { ImportStatus } from './ImportStatus';

interface RecentImportsProps {
  result: { data?: FindImports.Response; error?: ApiError; refetch: () => void };
}

/** The imports of all admins, whose files and reports the server still has. */
export const RecentImports = ({ result: { data, error, refetch } }: RecentImportsProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { toggleNotification } = useNotification();
  const { remember, restore } = useFocusReturn();
  const [remove] = useDeleteImportMutation();
  const [removed, setRemoved] = React.useState<UserImport>();
  const nameOf = ({ file_name: name }: UserImport) => name ?? t('imports.unnamed');

  const handleRemove = async ({ id }: UserImport): Promise<ApiError | undefined> => {
    const result = await remove({ importId: id });

    if (!('error' in result)) {
      toggleNotification({ type: 'success', message: t('imports.delete.done') });
    }

    return 'error' in result ? result.error : undefined;
  };

  return (
    <Section title={t('imports.recent')} description={t('imports.recent.description')}>
      {error && !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <DataTable
          columns={[
            {
              name: 'file',
              label: t('imports.column.file'),
              cell: (each) => (
                <DsLink tag={Link} to={importPath(each.id)} style={{ overflowWrap: 'anywhere' }}>
                  <UserText>{nameOf(each)}</UserText>
                </DsLink>
              ),
            },
            {
              name: 'format',
              label: t('imports.column.format'),
              cell: ({ format }) => t(`imports.format.${format}`),
            },
            {
              name: 'status',
              label: t('users.column.status'),
              cell: (each) => <ImportStatus userImport={each} />,
            },
            {
              name: 'read',
              label: t('users.title'),
              // Before an import starts, the number of users in the file is unknown.
              cell: ({ status, counts }) =>
                status === 'uploaded' || status === 'queued' ? '–' : formatNumber(counts.read),
            },
            {
              name: 'actor',
              label: t('imports.column.actor'),
              cell: ({ actor }) => <CellText>{actor}</CellText>,
            },
            {
              name: 'created_at',
              label: t('imports.column.uploaded'),
              cell: ({ created_at: date }) => <RelativeTime date={date} />,
            },
          ]}
          rows={data?.data ?? []}
          rowId={({ id }) => id}
          isLoading={!data}
          empty={<EmptyState content={t('imports.empty')} />}
          actions={{
            label: t('users.column.actions'),
            cell: (each) =>
              isActive(each) ? null : (
                <IconButton
                  variant="ghost"
                  label={t('imports.delete', { name: nameOf(each) })}
                  onClick={() => {
                    remember();
                    setRemoved(each);
                  }}
                >
                  <Trash />
                </IconButton>
              ),
          }}
        />
      )}
      {removed ? (
        <ConfirmDialog
          title={t('imports.delete', { name: nameOf(removed) })}
          body={t('imports.delete.body')}
          confirmLabel={t('users.action.delete')}
          isDanger
          onConfirm={() => handleRemove(removed)}
          onClose={() => setRemoved(undefined)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </Section>
  );
};
