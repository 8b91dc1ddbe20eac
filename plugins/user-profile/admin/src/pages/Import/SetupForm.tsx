import { Box, Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { Connection } from '../../../../shared/contracts/connections';
import type { ImportPreviewRow, UserImport } from '../../../../shared/contracts/imports';
import { IMPORT_MATCHES, IMPORT_MODES } from '../../../../shared/import-fields';
import { ChoiceGroup } from '../../components/ChoiceGroup';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import { ColumnMapping } from './ColumnMapping';
import { ConnectionChoices } from './ConnectionChoices';
import {
  doubledColumns,
  hasConnections,
  type ImportChoices,
  initialChoices,
  parseHashConfig,
  toRunOptions,
} from './importForm';
import { PreviewTable } from './PreviewTable';
import { RunButton } from './RunButton';
import { useRunImport } from './useRunImport';

export interface SetupFormProps {
  userImport: UserImport;
  preview: ImportPreviewRow[];
  connections: readonly Connection[] | null;
  /** The connection that is chosen at first. */
  preset: string;
  /** Whether the role may change users who exist. */
  mayUpdate: boolean;
  /** Kept outside of the form, because no response contains it. */
  hashText: string;
  onHashText: (text: string) => void;
  onStarted: () => void;
}

/** What is imported, and how. */
export const SetupForm = ({
  userImport,
  preview,
  connections,
  preset,
  mayUpdate,
  hashText,
  onHashText,
  onStarted,
}: SetupFormProps) => {
  const t = useTranslate();
  const { format, columns, has_app_metadata: hasAppMetadata, can_run: canRun } = userImport;
  const [choices, setChoices] = React.useState(() =>
    initialChoices(userImport, {
      preset,
      connections: connections?.map(({ name }) => name) ?? [],
      mayUpdate,
      hashText,
    })
  );
  const { run, isLoading, fieldErrors, failure } = useRunImport(userImport.id, onStarted);
  const hasHashProblem = choices.hashText.trim() !== '' && !parseHashConfig(choices.hashText);
  // The server rejects the whole file.
  const isConnectionMissing = !hasConnections(userImport, choices);
  const isReady =
    canRun &&
    !hasAppMetadata &&
    !isConnectionMissing &&
    doubledColumns(choices.mapping).length === 0 &&
    !hasHashProblem;

  const change = (next: Partial<ImportChoices>) => setChoices({ ...choices, ...next });
  const start = (dryRun: boolean) => run(toRunOptions(userImport, choices, dryRun));

  return (
    <>
      {failure ? (
        <Note tone="danger" role="alert">
          {failure}
        </Note>
      ) : null}
      {hasAppMetadata ? <Note tone="danger">{t('imports.appMetadata')}</Note> : null}
      {canRun ? null : <Note tone="warning">{t('imports.fileGone')}</Note>}
      {columns ? (
        <ColumnMapping
          mapping={choices.mapping}
          preview={preview}
          errors={fieldErrors.mapping ?? []}
          onChange={(mapping) => change({ mapping })}
        />
      ) : null}
      <Section title={t('imports.options')}>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <ConnectionChoices
            connections={connections}
            chosen={choices}
            isOptional={format === 'export'}
            isMissing={isConnectionMissing}
            errors={fieldErrors}
            onChange={change}
          />
          <ChoiceGroup
            name="match_by"
            label={t('imports.match')}
            value={choices.matchBy}
            choices={IMPORT_MATCHES.map((value) => ({
              value,
              label: t(`imports.match.${value}`),
              hint: t(`imports.match.${value}.hint`),
            }))}
            error={fieldErrors.match_by?.join('\n')}
            onChange={(matchBy) => change({ matchBy })}
          />
          {mayUpdate ? (
            <ChoiceGroup
              name="mode"
              label={t('imports.mode')}
              value={choices.mode}
              choices={IMPORT_MODES.map((value) => ({
                value,
                label: t(`imports.mode.${value}`),
                hint: t(`imports.mode.${value}.hint`),
              }))}
              error={fieldErrors.mode?.join('\n')}
              onChange={(mode) => change({ mode })}
            />
          ) : (
            <Box>
              <Typography tag="p" variant="pi" fontWeight="bold" textColor="neutral800">
                {t('imports.mode')}
              </Typography>
              <Typography tag="p" textColor="neutral600">
                {t('imports.mode.notAllowed')}
              </Typography>
            </Box>
          )}
          {format === 'firebase' ? (
            <Field.Root
              name="hash_config"
              hint={t('imports.hash.hint')}
              error={
                hasHashProblem ? t('imports.hash.invalid') : fieldErrors.hash_config?.join('\n')
              }
            >
              <Field.Label>{t('imports.hash')}</Field.Label>
              <Textarea
                value={choices.hashText}
                rows={7}
                spellCheck={false}
                autoComplete="off"
                onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => {
                  change({ hashText: event.target.value });
                  onHashText(event.target.value);
                }}
              />
              <Field.Error />
              <Field.Hint />
            </Field.Root>
          ) : null}
          <Flex gap={2} wrap="wrap" justifyContent="flex-end">
            <RunButton
              variant="secondary"
              disabled={!isReady || isLoading}
              isReplacing={choices.mode === 'replace'}
              onRun={() => start(false)}
            />
            <Button disabled={!isReady} loading={isLoading} onClick={() => void start(true)}>
              {t('imports.dryRun')}
            </Button>
          </Flex>
        </Flex>
      </Section>
      <PreviewTable columns={columns} rows={preview} />
    </>
  );
};
