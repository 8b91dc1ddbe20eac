import * as React from 'react';

import { Flex, Modal, ProgressBar, Typography } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';
import { useFindBulkProgressQuery } from '../../../services/bulk';

const SECOND = 1000;

interface RunStepProps {
  operation: string;
  total: number;
}

/** How far it has come, asked for every second; most work is done before the first time. */
export const RunStep = ({ operation, total }: RunStepProps) => {
  const t = useTranslate();
  const [isLong, setIsLong] = React.useState(false);
  const { data: progress } = useFindBulkProgressQuery(operation, {
    skip: !isLong,
    pollingInterval: SECOND,
  });

  React.useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), SECOND);

    return () => clearTimeout(timer);
  }, []);

  const done = progress?.done ?? 0;

  return (
    <Modal.Body>
      <Flex direction="column" alignItems="stretch" gap={3} paddingTop={4} paddingBottom={4}>
        <ProgressBar
          aria-label={t('users.bulk.progress')}
          value={Math.round((100 * done) / total)}
          max={100}
          style={{ width: '100%' }}
        />
        <Typography role="status" textColor="neutral600">
          {t('users.bulk.progress.count', { done, total })}
        </Typography>
      </Flex>
    </Modal.Body>
  );
};
