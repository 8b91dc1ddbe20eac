import { Button, Flex, Modal } from '@strapi/design-system';
import * as React from 'react';

import type { BulkOperation, BulkOperationResponse } from '../../../../../shared/contracts/bulk';
import { useErrorText } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
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
  const errorText = useErrorText();
  const [cancel, { error: cancelError, isLoading, isSuccess }] = useCancelBulkMutation();
  const { data, error: pollError } = useFindBulkOperationQuery(
    { operationId: operation.id },
    { pollingInterval: POLL_MS }
  );
  const end = React.useRef(onEnd);
  end.current = onEnd;
  const error = cancelError ?? pollError;

  React.useEffect(() => {
    if (data && data.data.status !== 'running') {
      end.current(data);
    }
  }, [data]);

  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {error ? (
            <Note tone="danger" role="alert">
              {errorText(error)}
            </Note>
          ) : null}
          <OperationProgress {...(data?.data ?? operation)} />
        </Flex>
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
