import { Flex, Modal, ProgressBar, Typography } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../../hooks/useTranslate';
import { useFindBulkProgressQuery } from '../../../services/bulk';

const SECOND = 1000;

/** The colours of the design system's bar are meant for use on an image. */
const Bar = styled(ProgressBar)`
  width: 100%;
  background: ${({ theme }) => theme.colors.neutral200};

  & > div {
    background: ${({ theme }) => theme.colors.primary600};
  }
`;

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
  const percent = Math.min(100, Math.round((100 * done) / all));

  return (
    <Modal.Body>
      <Flex direction="column" alignItems="stretch" gap={3} paddingTop={4} paddingBottom={4}>
        {/* The design system's bar does not set `aria-valuenow`. */}
        <Bar aria-label={t('users.bulk.progress')} aria-valuenow={percent} value={percent} />
        <Typography role="status" textColor="neutral600">
          {t('users.bulk.progress.count', { done, total: all })}
        </Typography>
      </Flex>
    </Modal.Body>
  );
};
