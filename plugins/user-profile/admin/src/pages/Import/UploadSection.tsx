import { Box, Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import * as React from 'react';

import { ConfirmDialog } from '../../components/dialogs/ConfirmDialog';
import { Note } from '../../components/Note';
import { ProgressBar } from '../../components/ProgressBar';
import { Section } from '../../components/Section';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useTranslate } from '../../hooks/useTranslate';
import { FileDrop } from './FileDrop';
import { useImportUpload } from './useImportUpload';

interface UploadSectionProps {
  /** The size limit; undefined until it is known. */
  maxBytes: number | undefined;
}

/** The choice of a file, and its upload. */
export const UploadSection = ({ maxBytes }: UploadSectionProps) => {
  const t = useTranslate();
  const formatBytes = useFormatBytes();
  const { upload, problem, start, cancel, isLeaving, leave, stay } = useImportUpload(maxBytes);
  const content = React.useRef<HTMLDivElement>(null);
  const isUploading = upload !== undefined;
  const wasUploading = React.useRef(isUploading);

  // The pressed button is gone.
  React.useEffect(() => {
    if (wasUploading.current !== isUploading) {
      wasUploading.current = isUploading;
      content.current?.querySelector('button')?.focus();
    }
  }, [isUploading]);

  return (
    <Section title={t('imports.file')} description={t('imports.file.description')}>
      <Flex ref={content} direction="column" alignItems="stretch" gap={4}>
        {problem ? (
          <Note tone="danger" role="alert">
            {problem}
          </Note>
        ) : null}
        {/* The start and the end only: the size changes too often to be announced. */}
        <VisuallyHidden role="status">
          {upload &&
            (upload.sent < 1
              ? t('imports.uploading', { name: upload.name })
              : t('imports.upload.checking'))}
        </VisuallyHidden>
        {upload ? (
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Typography fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
              {t('imports.uploading', { name: upload.name })}
            </Typography>
            <ProgressBar label={t('imports.upload.progress')} done={upload.sent} total={1} />
            <Typography textColor="neutral600">
              {upload.sent < 1
                ? t('imports.upload.size', {
                    sent: formatBytes(upload.sent * upload.bytes),
                    total: formatBytes(upload.bytes),
                  })
                : t('imports.upload.checking')}
            </Typography>
            <Box>
              <Button size="S" variant="tertiary" onClick={cancel}>
                {t('common.cancel')}
              </Button>
            </Box>
            {isLeaving ? (
              <ConfirmDialog
                isDanger
                title={t('imports.upload.leave')}
                body={t('imports.upload.leaveText', { name: upload.name })}
                confirmLabel={t('imports.upload.leaveConfirm')}
                onConfirm={async () => {
                  leave();

                  return undefined;
                }}
                onClose={stay}
                onCloseAutoFocus={(event) => {
                  event.preventDefault();
                  content.current?.querySelector('button')?.focus();
                }}
              />
            ) : null}
          </Flex>
        ) : (
          <FileDrop
            hint={
              maxBytes === undefined ? '\u00a0' : t('imports.limit', { max: formatBytes(maxBytes) })
            }
            onFile={(file) => void start(file)}
          />
        )}
      </Flex>
    </Section>
  );
};
