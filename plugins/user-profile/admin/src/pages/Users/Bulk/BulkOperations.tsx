import { Box, Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import * as React from 'react';

import type { BulkOperation } from '../../../../../shared/contracts/bulk';
import { useErrorText } from '../../../components/dialogs/useRun';
import { ExportMenu } from '../../../components/Export/ExportMenu';
import { Note } from '../../../components/Note';
import { useUndo } from '../../../components/UndoToast';
import { useAllowed } from '../../../hooks/useAllowed';
import { useResultText } from '../../../hooks/useResultText';
import { useTranslate } from '../../../hooks/useTranslate';
import { useUnseenOperations } from '../../../hooks/useUnseenOperations';
import { useCancelBulkMutation, useFindBulkOperationsQuery } from '../../../services/bulk';
import { allowedActions } from '../../../utils/allowedActions';
import { listedOperations } from './listedOperations';
import { OperationProgress } from './OperationProgress';

const POLL_MS = 2000;

interface OperationProps {
  operation: BulkOperation;
  isAllowed: boolean;
}

const RunningOperation = ({ operation, isAllowed }: OperationProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const [cancel, { error, isLoading, isSuccess }] = useCancelBulkMutation();
  const { id, action, actor } = operation;

  return (
    <Note>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography fontWeight="bold">{t(`users.bulk.running.${action}`)}</Typography>
        <OperationProgress {...operation} />
        {operation.is_own ? null : (
          <Typography variant="pi" textColor="neutral600">
            {t('users.bulk.startedBy', { actor })}
          </Typography>
        )}
        {error ? (
          <Note tone="danger" role="alert">
            {errorText(error)}
          </Note>
        ) : null}
        {isAllowed ? (
          <Flex>
            <Button
              size="S"
              variant="danger-light"
              loading={isLoading}
              disabled={isLoading || isSuccess}
              onClick={() => void cancel({ operationId: id })}
            >
              {t('users.bulk.stop')}
            </Button>
          </Flex>
        ) : null}
      </Flex>
    </Note>
  );
};

const EndedOperation = ({
  operation,
  isAllowed,
  onDismiss,
}: OperationProps & { onDismiss: () => void }) => {
  const t = useTranslate();
  const resultText = useResultText();
  const { undo, isUndoing } = useUndo({ isListed: true });
  const { toggleNotification } = useNotification();
  const { id, status, failed, can_undo: canUndo } = operation;

  const undoAll = async () => {
    const failure = await undo(id);

    if (failure) {
      toggleNotification({ type: 'danger', message: failure.text });
    }
  };

  return (
    <Note tone={status === 'failed' || failed > 0 ? 'warning' : 'info'}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography role="status">{resultText(operation)}</Typography>
        <Flex gap={3} wrap="wrap">
          {isAllowed ? (
            <ExportMenu
              label={t('users.bulk.report')}
              selection={{ path: `/users/bulk/${id}/report` }}
            />
          ) : null}
          {isAllowed && canUndo ? (
            <Button size="S" variant="tertiary" loading={isUndoing} onClick={() => void undoAll()}>
              {t('users.bulk.undo')}
            </Button>
          ) : null}
          <TextButton onClick={onDismiss}>{t('users.bulk.dismiss')}</TextButton>
        </Flex>
      </Flex>
    </Note>
  );
};

interface BulkOperationsProps {
  dismissed: readonly string[];
  onDismiss: (id: string) => void;
}

/**
 * The bulk operations that run, of all admins, and the results of one's own that were not shown elsewhere. They are
 * those of the server, so they are there after a reload too. Results that a dialog has shown are dismissed.
 */
export const BulkOperations = ({ dismissed, onDismiss }: BulkOperationsProps) => {
  const allowed = useAllowed();
  const unseen = useUnseenOperations();
  const [isPolling, setIsPolling] = React.useState(false);
  const { data = [] } = useFindBulkOperationsQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: isPolling ? POLL_MS : 0,
  });
  const hasRunning = data.some(({ status }) => status === 'running');

  React.useEffect(() => setIsPolling(hasRunning), [hasRunning]);

  const shown = listedOperations(data, { dismissed, unseen });

  if (shown.length === 0) {
    return null;
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={3} paddingBottom={4}>
      {shown.map((operation) => {
        const isAllowed = allowedActions([operation.action], allowed).length > 0;

        return (
          <Box key={operation.id}>
            {operation.status === 'running' ? (
              <RunningOperation operation={operation} isAllowed={isAllowed} />
            ) : (
              <EndedOperation
                operation={operation}
                isAllowed={isAllowed}
                onDismiss={() => onDismiss(operation.id)}
              />
            )}
          </Box>
        );
      })}
    </Flex>
  );
};
