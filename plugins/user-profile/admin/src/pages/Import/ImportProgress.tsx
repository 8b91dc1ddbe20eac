import { Box, Button, Flex, Typography } from '@strapi/design-system';

import type { UserImport } from '../../../../shared/contracts/imports';
import { useErrorText } from '../../components/dialogs/useRun';
import { Note } from '../../components/Note';
import { ProgressBar } from '../../components/ProgressBar';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import { useCancelImportMutation } from '../../services/imports';
import { isDryRun } from './ImportStatus';

/** The progress of an import that is queued or runs. */
export const ImportProgress = ({ userImport }: { userImport: UserImport }) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const [cancel, { error, isLoading, isSuccess }] = useCancelImportMutation();
  const { id, status, progress, counts, rate, seconds_left: secondsLeft } = userImport;

  return (
    <Section
      title={t(isDryRun(userImport) ? 'imports.running.dryRun' : 'imports.running')}
      description={t('imports.running.description')}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        {error ? (
          <Note tone="danger" role="alert">
            {errorText(error)}
          </Note>
        ) : null}
        <ProgressBar label={t('imports.progress')} done={progress} total={1} />
        <Typography textColor="neutral600">
          {status === 'queued'
            ? t('imports.queued')
            : t('imports.progress.read', { count: counts.read, failed: counts.failed })}
        </Typography>
        {rate === null ? null : (
          <Typography textColor="neutral600">{t('imports.progress.rate', { rate })}</Typography>
        )}
        {secondsLeft === null ? null : (
          <Typography textColor="neutral600">
            {t('sync.timeLeft', { minutes: Math.round(secondsLeft / 60) })}
          </Typography>
        )}
        <Box>
          <Button
            size="S"
            variant="danger-light"
            loading={isLoading}
            disabled={isLoading || isSuccess}
            onClick={() => void cancel({ importId: id })}
          >
            {t('users.bulk.stop')}
          </Button>
        </Box>
      </Flex>
    </Section>
  );
};
