import * as React from 'react';

import { Box, Flex, Link as DsLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link, useParams } from 'react-router-dom';

import { EmptyState, ErrorState } from '../../components/States/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindConnectionQuery } from '../../services/connections';
import { isNotFound } from '../../utils/errors';
import { CONNECTIONS_PATH } from '../../utils/paths';

import { ConnectionAbilities } from './ConnectionAbilities';
import { ConnectionFacts } from './ConnectionFacts';
import { DeleteConnection } from './Delete/DeleteConnection';
import { ConnectionSettings } from './Edit/ConnectionSettings';
import { SignIn } from './SignIn/SignIn';
import { TestConnection } from './Test/TestConnection';

export const ConnectionPage = () => {
  const t = useTranslate();
  const { allowed } = useAllowed();
  const { name = '' } = useParams();
  const [saves, setSaves] = React.useState(0);
  const {
    currentData: connection,
    error,
    isFetching,
    refetch,
  } = useFindConnectionQuery(name, { refetchOnMountOrArgChange: true });

  if (!connection && isFetching) {
    return <Page.Loading>{t('state.loading')}</Page.Loading>;
  }

  if (!connection) {
    return (
      <Page.Main padding={{ initial: 4, medium: 6, large: 10 }}>
        {isNotFound(error) ? (
          <EmptyState
            content={t('connections.notFound')}
            action={
              <DsLink tag={Link} to={CONNECTIONS_PATH}>
                {t('connections.notFound.action')}
              </DsLink>
            }
          />
        ) : (
          <ErrorState error={error} onRetry={refetch} />
        )}
      </Page.Main>
    );
  }

  return (
    <Page.Main labelledBy="user-profile-title" aria-busy={isFetching}>
      <Page.Title>{connection.display_name}</Page.Title>
      <Layouts.Header
        id="user-profile-title"
        title={connection.display_name}
        primaryAction={
          allowed.manageConnections && connection.managed_by === 'panel' ? (
            <DeleteConnection connection={connection} />
          ) : null
        }
        navigationAction={
          <Box>
            <DsLink tag={Link} to={CONNECTIONS_PATH} startIcon={<ArrowLeft />}>
              {t('connections.title')}
            </DsLink>
          </Box>
        }
      />
      <Layouts.Content>
        <Flex key={connection.name} direction="column" alignItems="stretch" gap={6}>
          <ConnectionFacts connection={connection} />
          <ConnectionSettings
            connection={connection}
            onSaved={() => setSaves((count) => count + 1)}
          />
          {allowed.manageConnections && connection.capabilities.test ? (
            // What came of a test was said of the settings before.
            <TestConnection key={saves} connection={connection} />
          ) : null}
          <SignIn connection={connection} />
          <ConnectionAbilities connection={connection} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
