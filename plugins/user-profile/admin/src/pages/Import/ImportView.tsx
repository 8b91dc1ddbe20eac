import { Box, Flex, Link as DsLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { Link } from 'react-router-dom';

import type { ImportPreviewRow, UserImport } from '../../../../shared/contracts/imports';
import { useErrorText } from '../../components/dialogs/useRun';
import { Note } from '../../components/Note';
import { useAnnounceResult } from '../../hooks/useAnnounceResult';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { isActive } from '../../services/imports';
import type { ApiError } from '../../utils/errors';
import { IMPORTS_PATH } from '../../utils/paths';
import { ImportProgress } from './ImportProgress';
import { ImportResult } from './ImportResult';
import { ImportSetup } from './ImportSetup';
import { useResultTitle } from './useResultTitle';

interface ImportViewProps {
  userImport: UserImport;
  preview: ImportPreviewRow[];
  /** Why the state shown may be outdated. */
  error: ApiError | undefined;
}

/** The steps of one import: the choices, the progress, the result. */
export const ImportView = ({ userImport, preview, error }: ImportViewProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const formatBytes = useFormatBytes();
  const resultTitle = useResultTitle();
  const { status, format, compressed, bytes, file_name: fileName } = userImport;
  const title = fileName ?? t('imports.unnamed');
  const [isEditing, setIsEditing] = React.useState(false);
  const [hashText, setHashText] = React.useState('');
  const isRunning = isActive(userImport);
  const step = isRunning ? 'run' : status === 'uploaded' || isEditing ? 'setup' : 'result';

  // The pressed button of the previous step is gone.
  useHeadingFocus(step);
  useAnnounceResult(step, step === 'result' ? resultTitle(userImport) : '');

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={title}
        subtitle={t('imports.detected', {
          format: t(`imports.format.${format}`),
          size: formatBytes(bytes),
          compressed: String(compressed),
        })}
        navigationAction={
          <Box>
            <DsLink tag={Link} to={IMPORTS_PATH} startIcon={<ArrowLeft />}>
              {t('imports.title')}
            </DsLink>
          </Box>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          {error ? (
            <Note tone="danger" role="alert">
              {errorText(error)}
            </Note>
          ) : null}
          {step === 'setup' ? (
            <ImportSetup
              userImport={userImport}
              preview={preview}
              hashText={hashText}
              onHashText={setHashText}
              onStarted={() => setIsEditing(false)}
            />
          ) : null}
          {step === 'run' ? <ImportProgress userImport={userImport} /> : null}
          {step === 'result' ? (
            <ImportResult
              userImport={userImport}
              hashText={hashText}
              onEdit={() => setIsEditing(true)}
            />
          ) : null}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
