import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';

import { ReconcileButton } from '../../components/ReconcileButton';
import { SectionTabs } from '../../components/SectionTabs';
import { ErrorState } from '../../components/States';
import { SyncNote } from '../../components/SyncNote';
import { useAllowed } from '../../hooks/useAllowed';
import { useConnections } from '../../hooks/useConnections';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { FRESH_SECONDS } from '../../services/api';
import { NEW_CONNECTION_PATH } from '../../utils/paths';
import { ConnectionsTable } from './ConnectionsTable';

export const ConnectionsPage = () => {
  const t = useTranslate();
  const allowed = useAllowed();
  const { data, error, isFetching, refetch } = useConnections({
    refetchOnMountOrArgChange: FRESH_SECONDS,
  });

  useHeadingFocus();

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{t('connections.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('connections.title')}
        subtitle={t('connections.subtitle')}
        primaryAction={
          allowed.manageConnections ? (
            <LinkButton tag={Link} to={NEW_CONNECTION_PATH} startIcon={<Plus />} size="S">
              {t('connections.create')}
            </LinkButton>
          ) : null
        }
        secondaryAction={allowed.manageConnections ? <ReconcileButton /> : null}
      />
      <SectionTabs />
      <Layouts.Content>
        {allowed.readUsers ? <SyncNote /> : null}
        {error && !isFetching ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : (
          <ConnectionsTable connections={data} onRefresh={refetch} />
        )}
      </Layouts.Content>
    </Page.Main>
  );
};
