import { Button } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import * as React from 'react';

import type { Connection } from '../../../../../shared/contracts/connections';
import { Note } from '../../../components/Note';
import { PartSkeleton } from '../../../components/PartSkeleton';
import { Section } from '../../../components/Section';
import { ErrorState } from '../../../components/States';
import { useAllowed } from '../../../hooks/useAllowed';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindStrategiesQuery } from '../../../services/connections';
import { lazyPart, preload } from '../../../utils/lazyPart';
import { fieldsOf, fieldsOfValues } from '../Form/optionFields';
import { OptionFacts } from './OptionFacts';

const EditConnectionForm = lazyPart(
  'edit-connection',
  () => import('./EditConnectionForm').then((module) => module.EditConnectionForm),
  <PartSkeleton heights={['24rem']} />
);

const preloadForm = () => preload('edit-connection');

interface ConnectionSettingsProps {
  connection: Connection;
  onSaved: () => void;
}

/** The options of a connection, and the form to edit them. */
export const ConnectionSettings = ({ connection, onSaved }: ConnectionSettingsProps) => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { data: strategies, error, refetch } = useFindStrategiesQuery();
  const [isEditing, setIsEditing] = React.useState(false);
  const editButton = React.useRef<HTMLButtonElement>(null);
  const wasEditing = React.useRef(false);
  const { managed_by: manager, options, strategy: kind } = connection;
  const strategy = strategies?.find(({ name }) => name === kind);

  const fields = React.useMemo(
    () =>
      strategy
        ? fieldsOf(strategy)
        : fieldsOfValues(options, [...connection.secrets_set, ...connection.secrets_unreadable]),
    [connection, options, strategy]
  );

  React.useEffect(() => {
    if (wasEditing.current && !isEditing) {
      editButton.current?.focus();
    }

    wasEditing.current = isEditing;
  }, [isEditing]);

  if (!strategies) {
    return <ErrorState error={error} onRetry={refetch} />;
  }

  const isOwn = manager === 'panel';
  const canEdit =
    allowed.manageConnections && (isOwn ? strategy !== undefined : manager !== 'config');

  return (
    <Section
      title={t('connections.settings')}
      action={
        canEdit && !isEditing ? (
          <Button
            ref={editButton}
            variant="tertiary"
            size="S"
            startIcon={<Pencil />}
            onPointerEnter={preloadForm}
            onFocus={preloadForm}
            onClick={() => setIsEditing(true)}
          >
            {t(isOwn ? 'connections.edit' : 'connections.rename')}
          </Button>
        ) : null
      }
    >
      {isOwn ? null : <Note>{t(`connections.settings.${manager}`)}</Note>}
      {isOwn && !strategy ? (
        <Note tone="warning">{t('connections.settings.notInstalled', { strategy: kind })}</Note>
      ) : null}
      {connection.secrets_unreadable.length > 0 ? (
        <Note tone="warning">{t('connections.settings.unreadable')}</Note>
      ) : null}
      {isEditing ? (
        <EditConnectionForm
          connection={connection}
          fields={isOwn ? fields : []}
          onSaved={onSaved}
          onClose={() => setIsEditing(false)}
        />
      ) : null}
      {!isEditing && fields.length > 0 ? (
        <OptionFacts connection={connection} fields={fields} />
      ) : null}
    </Section>
  );
};
