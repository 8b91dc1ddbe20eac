import { Button, Modal } from '@strapi/design-system';
import * as React from 'react';

import type { BulkOperation, BulkOperationResponse } from '../../../../../shared/contracts/bulk';
import { useTranslate } from '../../../hooks/useTranslate';
import { useCancelBulkMutation, useFindBulkOperationQuery } from '../../../services/bulk';
import { OperationProgress } from './OperationProgress';

const POLL_MS = 1000;

interface RunStepProps {
  /** Undefined until the server has started it. */
  operation?: BulkOperation;
  total: number;
  onEnd: (response: BulkOperationResponse) => void;
  /** Leaves the operation to the server. */
  onLeave: () => void;
}

/** The progress of a running operation. Most end before the server responds. */
export const RunStep = ({ operation, total, onEnd, onLeave }: RunStepProps) => {
  const t = useTranslate();
  const [cancel, { isLoading, isSuccess }] = useCancelBulkMutation();
  const { data } = useFindBulkOperationQuery(
    { operationId: operation?.id ?? '' },
    { skip: !operation, pollingInterval: POLL_MS }
  );
  const shown = data?.data ?? operation;
  const end = React.useRef(onEnd);
  end.current = onEnd;

  React.useEffect(() => {
    if (data && data.data.status !== 'running') {
      end.current(data);
    }
  }, [data]);

  return (
    <>
      <Modal.Body>
        <OperationProgress
          {...(shown ?? { total, estimated: false, done: 0, unchanged: 0, failed: 0 })}
        />
      </Modal.Body>
      {operation ? (
        <Modal.Footer>
          <Button
            variant="danger-light"
            loading={isLoading}
            disabled={isLoading || isSuccess}
            onClick={() => void cancel({ operationId: operation.id })}
          >
            {t('users.bulk.stop')}
          </Button>
          <Button variant="tertiary" onClick={onLeave}>
            {t('users.bulk.background')}
          </Button>
        </Modal.Footer>
      ) : null}
    </>
  );
};
