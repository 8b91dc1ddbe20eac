import { Flex, Modal, Typography } from '@strapi/design-system';
import * as React from 'react';

import { ProgressBar } from '../../../components/ProgressBar';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindBulkProgressQuery } from '../../../services/bulk';

const SECOND = 1000;

interface RunStepProps {
  operationId: string;
  total: number;
}

/** Polls the progress every second. Most bulk actions end before the first poll. */
export const RunStep = ({ operationId, total }: RunStepProps) => {
  const t = useTranslate();
  const [isLong, setIsLong] = React.useState(false);
  const { data: progress } = useFindBulkProgressQuery(
    { operationId },
    { skip: !isLong, pollingInterval: SECOND }
  );

  React.useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), SECOND);

    return () => clearTimeout(timer);
  }, []);

  const { done, total: all } = progress ?? { done: 0, total };

  return (
    <Modal.Body>
      <Flex direction="column" alignItems="stretch" gap={3} paddingTop={4} paddingBottom={4}>
        <ProgressBar label={t('users.bulk.progress')} done={done} total={all} />
        <Typography role="status" textColor="neutral600">
          {t('users.bulk.progress.count', { done, total: all })}
        </Typography>
      </Flex>
    </Modal.Body>
  );
};
