import { useNavigate } from 'react-router-dom';

import { EXACT_COUNT_LIMIT } from '../../../../../shared/constants';
import type { Connection, DeleteConnection } from '../../../../../shared/contracts/connections';
import { ConfirmDialog } from '../../../components/dialogs/ConfirmDialog';
import type { DialogProps } from '../../../components/dialogs/dialogProps';
import { FormDialog } from '../../../components/dialogs/FormDialog';
import { formErrors } from '../../../components/dialogs/formErrors';
import { TypeToConfirm } from '../../../components/dialogs/TypeToConfirm';
import { useErrorText, useRun } from '../../../components/dialogs/useRun';
import { Note } from '../../../components/Note';
import { ErrorState, LoadingState } from '../../../components/States';
import { useConnections } from '../../../hooks/useConnections';
import { useTranslate } from '../../../hooks/useTranslate';
import { useDeleteConnectionMutation } from '../../../services/connections';
import type { ApiError } from '../../../utils/errors';
import { CONNECTIONS_PATH } from '../../../utils/paths';
import { type UserHandling, UserHandlingField } from './UserHandlingField';

interface Values {
  users: UserHandling;
  to: string;
  typed: string | null;
}

interface DeleteConnectionDialogProps extends DialogProps {
  connection: Connection;
}

/** Deletes a connection. If it has users, asks what happens to them. */
export const DeleteConnectionDialog = ({ connection, ...rest }: DeleteConnectionDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { data: connections, error, isFetching, refetch } = useConnections();
  const [remove] = useDeleteConnectionMutation();
  const { name, display_name: label, strategy, users } = connection;
  const targets = (connections ?? []).filter(
    (each) => each.strategy === strategy && each.name !== name
  );

  const removed = ({ moved, detached }: DeleteConnection.Response['data']): string => {
    if (moved > 0) {
      return t('connections.delete.doneMoved', { connection: label, count: moved });
    }

    return t('connections.delete.done', { connection: label, count: detached });
  };

  const removeIt = async (
    query: DeleteConnection.Request['query']
  ): Promise<ApiError | undefined> => {
    const failure = await run(remove({ params: { name }, query }), removed);

    if (!failure) {
      // The browser's Back must not lead to the deleted connection.
      navigate(CONNECTIONS_PATH, { replace: true });
    }

    return failure;
  };

  if (users === 0) {
    return (
      <ConfirmDialog
        {...rest}
        isDanger
        title={t('connections.delete.title', { connection: label })}
        body={t('connections.delete.unused')}
        confirmLabel={t('connections.delete')}
        onConfirm={() => removeIt({})}
      />
    );
  }

  const pending =
    error && !isFetching ? <ErrorState error={error} onRetry={refetch} /> : <LoadingState />;

  return (
    <FormDialog<Values>
      {...rest}
      isDanger
      title={t('connections.delete.title', { connection: label })}
      pending={connections ? undefined : pending}
      initialValues={{
        users: targets.length > 0 ? 'move' : 'detach',
        to: targets.length === 1 ? targets[0].name : '',
        typed: null,
      }}
      submitLabel={t('connections.delete')}
      canSubmit={({ users: handling, to, typed }) =>
        handling === 'move' ? to !== '' : typed?.trim() === name
      }
      onSubmit={async ({ users: handling, to }) =>
        formErrors<Values>(
          await removeIt(handling === 'move' ? { users: handling, to } : { users: handling }),
          ['to'],
          errorText
        )
      }
    >
      {({ users: handling }) => (
        <>
          <Note tone="danger">
            {connection.users_estimated
              ? t('connections.delete.introEstimated', { count: EXACT_COUNT_LIMIT })
              : t('connections.delete.intro', { count: users })}
          </Note>
          <UserHandlingField targets={targets} />
          {handling === 'detach' ? (
            <TypeToConfirm name="typed" phrase={name} label={t('connections.delete.type')} />
          ) : null}
        </>
      )}
    </FormDialog>
  );
};
