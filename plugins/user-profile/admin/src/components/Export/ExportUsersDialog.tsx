import { Button, Flex, Modal, Typography, VisuallyHidden } from '@strapi/design-system';
import * as React from 'react';

import type { ExportUsers } from '../../../../shared/contracts/exports';
import { USER_EXPORT_FORMATS, type UserExportFormat } from '../../../../shared/export-fields';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../services/settings';
import { ChoiceGroup } from '../ChoiceGroup';
import type { DialogProps } from '../dialogs/dialogProps';
import { focusFirstField } from '../dialogs/focusFirstField';
import { Note } from '../Note';
import { type ChosenFields, defaultFields, toFields } from './exportFields';
import { FieldChoice } from './FieldChoice';
import { useExport } from './useExport';

type Users = Omit<ExportUsers.Request['body']['data'], 'format' | 'fields' | 'account_fields'>;

export interface UsersToExport {
  /** What the selection is, in words. */
  scope: 'all' | 'matching' | 'selected';
  selection: Users;
}

/** The format and the attributes of an export, and its download. */
export const ExportUsersDialog = ({
  scope,
  selection,
  onClose,
  onCloseAutoFocus,
}: UsersToExport & DialogProps) => {
  const t = useTranslate();
  const formatBytes = useFormatBytes();
  const { data: settings } = useFindSettingsQuery();
  const [format, setFormat] = React.useState<UserExportFormat>('csv');
  /** Undefined while they are those that the format has by default. */
  const [chosen, setChosen] = React.useState<ChosenFields>();
  const [problem, setProblem] = React.useState<string>();
  const { received, run, abort } = useExport({ onSaved: onClose, onError: setProblem });
  const accountFields = settings?.account_fields ?? [];
  const isRunning = received !== undefined;
  const fields = chosen ?? defaultFields(format, accountFields);

  React.useEffect(() => abort, [abort]);

  const handleExport = () => {
    setProblem(undefined);
    void run({
      path: '/users/export',
      ...selection,
      format,
      ...(format === 'auth0' || !chosen ? {} : toFields(chosen)),
    });
  };

  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content
        style={{ maxWidth: '64rem' }}
        aria-describedby={undefined}
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus}
        onInteractOutside={(event) => event.preventDefault()}
      >
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('export.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            {problem ? (
              <Note tone="danger" role="alert">
                {problem}
              </Note>
            ) : null}
            <Typography tag="p">
              {t(`export.scope.${scope}`, { count: selection.ids?.length ?? 0 })}
            </Typography>
            <ChoiceGroup
              name="format"
              label={t('imports.column.format')}
              value={format}
              choices={USER_EXPORT_FORMATS.map((value) => ({
                value,
                label: t(`export.format.${value}`),
                hint: t(`export.format.${value}.hint`),
              }))}
              onChange={(next) => {
                setFormat(next);
                setChosen(undefined);
              }}
            />
            {format === 'auth0' ? null : (
              <FieldChoice
                accountFields={accountFields}
                value={fields}
                onChange={setChosen}
                onReset={() => setChosen(undefined)}
              />
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          {/* The notification announces the end. The size changes too often to be announced. */}
          <VisuallyHidden role="status">{isRunning ? t('export.running') : ''}</VisuallyHidden>
          <Typography textColor="neutral600">
            {isRunning ? t('export.received', { size: formatBytes(received) }) : ''}
          </Typography>
          <Flex gap={2}>
            <Modal.Close>
              <Button variant="tertiary">{t('common.cancel')}</Button>
            </Modal.Close>
            <Button
              loading={isRunning}
              disabled={fields.fields.length === 0}
              onClick={handleExport}
            >
              {t('users.export')}
            </Button>
          </Flex>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
