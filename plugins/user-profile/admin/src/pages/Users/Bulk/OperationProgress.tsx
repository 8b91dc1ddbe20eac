import { Flex, Typography } from '@strapi/design-system';

import type { BulkOperation } from '../../../../../shared/contracts/bulk';
import { ProgressBar } from '../../../components/ProgressBar';
import { useTranslate } from '../../../hooks/useTranslate';

type OperationProgressProps = Pick<
  BulkOperation,
  'total' | 'estimated' | 'done' | 'unchanged' | 'failed'
>;

export const OperationProgress = ({
  total,
  estimated,
  done,
  unchanged,
  failed,
}: OperationProgressProps) => {
  const t = useTranslate();
  const processed = done + unchanged + failed;

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <ProgressBar label={t('users.bulk.progress')} done={processed} total={total} />
      <Typography role="status" textColor="neutral600">
        {t(estimated ? 'users.bulk.progress.countEstimated' : 'users.bulk.progress.count', {
          done: processed,
          total,
        })}
      </Typography>
    </Flex>
  );
};
