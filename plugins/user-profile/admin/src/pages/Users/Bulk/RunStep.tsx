import { Button, Modal } from '@strapi/design-system';
import * as React from 'react';

import type { BulkOperation, BulkOperationResponse } from '../../../../../shared/contracts/bulk';
import { useTranslate } from '../../../hooks/useTranslate';
import { useCancelBulkMutation, useFindBulkOperationQuery } from '../../../services/bulk';
import { OperationProgress } from './OperationProgress';

const POLL_MS = 1000;

interface RunStepProps {
  operation: BulkOperation;
  onEnd: (response: BulkOperationResponse) => void;
  /** Leaves the operation to the server. */
  onLeave: () => void;
}

/** The progress of a running operation. */
export const RunStep = ({ operation, onEnd, onLeave }: RunStepProps) => {
  const t = useTranslate();
  const [cancel, { isLoading, isSuccess }] = useCancelBulkMutation();
  const { data } = useFindBulkOperationQuery(
    { operationId: operation.id },
    { pollingInterval: POLL_MS }
  );
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
        <OperationProgress {...(data?.data ?? operation)} />
      </Modal.Body>
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
    </>
  );
};
