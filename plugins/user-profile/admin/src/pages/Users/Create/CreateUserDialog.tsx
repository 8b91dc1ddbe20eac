import { Link as DsLink, Modal, Typography } from '@strapi/design-system';
import * as React from 'react';
import { Link } from 'react-router-dom';

import { hasInput } from '../../../components/AccountFields/accountValues';
import type { DialogProps } from '../../../components/dialogs/dialogProps';
import { ErrorState, LoadingState } from '../../../components/States';
import { useAllowed } from '../../../hooks/useAllowed';
import { useConnections } from '../../../hooks/useConnections';
import { useTranslate } from '../../../hooks/useTranslate';
import { SETTINGS_FRESH_SECONDS, useFindSettingsQuery } from '../../../services/settings';
import { CONNECTIONS_PATH } from '../../../utils/paths';
import { connectionsForUsers } from './createForm';
import { CreateUserForm } from './CreateUserForm';

/** The connection for accounts of Users & Permissions, which always exists. */
const LOCAL = 'local';

interface CreateUserContentProps {
  onCreating: (isCreating: boolean) => void;
}

const CreateUserContent = ({ onCreating }: CreateUserContentProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const settings = useFindSettingsQuery(undefined, {
    refetchOnMountOrArgChange: SETTINGS_FRESH_SECONDS,
  });
  const { data, error, refetch } = useConnections({
    skip: !allowed.readConnections,
    refetchOnMountOrArgChange: true,
  });

  // The form keeps its first values, so it must not be rendered before everything is loaded.
  if (!settings.data || (allowed.readConnections && !data)) {
    const failed = settings.error
      ? { error: settings.error, retry: settings.refetch }
      : { error, retry: refetch };

    return (
      <Modal.Body>
        {failed.error ? (
          <ErrorState error={failed.error} onRetry={failed.retry} />
        ) : (
          <LoadingState />
        )}
      </Modal.Body>
    );
  }

  const accountFields = settings.data.account_fields
    .filter(({ required }) => required)
    .filter(hasInput);

  if (!data) {
    return (
      <CreateUserForm
        connections={null}
        preset={LOCAL}
        siteInvites={settings.data.invitations}
        accountFields={accountFields}
        onCreating={onCreating}
      />
    );
  }

  const connections = connectionsForUsers(data);

  if (connections.length === 0) {
    return (
      <Modal.Body>
        <Typography tag="p">{t('create.noConnection')}</Typography>
        <DsLink tag={Link} to={CONNECTIONS_PATH}>
          {t('create.noConnection.action')}
        </DsLink>
      </Modal.Body>
    );
  }

  return (
    <CreateUserForm
      connections={connections}
      preset={connections.length === 1 ? connections[0].name : ''}
      siteInvites={settings.data.invitations}
      accountFields={accountFields}
      onCreating={onCreating}
    />
  );
};

export const CreateUserDialog = ({ onClose, onCloseAutoFocus }: DialogProps) => {
  const t = useTranslate();
  const [isCreating, setIsCreating] = React.useState(false);

  const close = () => {
    // Closed now, the dialog could not show a failure, and success would still open the new user.
    if (!isCreating) {
      onClose();
    }
  };

  return (
    <Modal.Root open onOpenChange={close}>
      <Modal.Content
        style={{ maxWidth: '56rem' }}
        aria-describedby={undefined}
        onCloseAutoFocus={onCloseAutoFocus}
        // A click outside the dialog must not discard the input.
        onInteractOutside={(event) => event.preventDefault()}
      >
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('create.title')}</Modal.Title>
        </Modal.Header>
        <CreateUserContent onCreating={setIsCreating} />
      </Modal.Content>
    </Modal.Root>
  );
};
