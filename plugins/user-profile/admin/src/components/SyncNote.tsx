import { Box, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';
import { useFindSyncProgressQuery } from '../services/settings';
import { Note } from './Note';
import { ProgressBar } from './ProgressBar';

const POLL_MS = 2000;

interface SyncNoteProps {
  /** Shows the first sync of the site only. */
  firstOnly?: boolean;
  /** Called when the first sync has ended. */
  onFilled?: () => void;
}

/** The progress of the sync with Users & Permissions, while it runs. */
export const SyncNote = ({ firstOnly = false, onFilled }: SyncNoteProps) => {
  const t = useTranslate();
  const [isPolling, setIsPolling] = React.useState(false);
  const { data } = useFindSyncProgressQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: isPolling ? POLL_MS : 0,
  });
  const isFirst = data?.first ?? false;
  const wasFirst = React.useRef(false);

  React.useEffect(() => setIsPolling(data ? data.running || data.first : false), [data]);

  React.useEffect(() => {
    if (wasFirst.current && !isFirst) {
      onFilled?.();
    }
    wasFirst.current = isFirst;
  }, [isFirst, onFilled]);

  const progress = data?.progress;
  if (!isFirst && (firstOnly || !progress)) {
    return null;
  }

  const minutes = progress?.seconds_left ? Math.round(progress.seconds_left / 60) : 0;

  return (
    <Box paddingBottom={4}>
      <Note>
        <Flex direction="column" alignItems="stretch" gap={2}>
          <Typography fontWeight="bold">{t(isFirst ? 'sync.filling' : 'sync.running')}</Typography>
          {progress ? (
            <>
              <ProgressBar label={t('sync.progress')} done={progress.done} total={progress.total} />
              <Typography textColor="neutral600">
                {t(`sync.count.${progress.step}`, {
                  done: progress.done,
                  total: progress.total,
                  rate: progress.per_second,
                })}
              </Typography>
              {progress.seconds_left === null ? null : (
                <Typography textColor="neutral600">{t('sync.timeLeft', { minutes })}</Typography>
              )}
            </>
          ) : (
            <Typography textColor="neutral600">
              {t(data?.running ? 'sync.finishing' : 'sync.waiting')}
            </Typography>
          )}
        </Flex>
      </Note>
    </Box>
  );
};
