import { Link as DsLink } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { Link, useParams } from 'react-router-dom';

import { StatePage } from '../../components/StatePage';
import { EmptyState, ErrorState } from '../../components/States';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindConnectionQuery } from '../../services/connections';
import { isNotFound } from '../../utils/errors';
import { CONNECTIONS_PATH } from '../../utils/paths';
import { ConnectionView } from './ConnectionView';

export const ConnectionPage = () => {
  const t = useTranslate();
  const { name = '' } = useParams();
  const {
    currentData: connection,
    error,
    isFetching,
    refetch,
  } = useFindConnectionQuery({ name }, { refetchOnMountOrArgChange: true });

  if (connection) {
    return <ConnectionView key={name} connection={connection} isFetching={isFetching} />;
  }

  if (isFetching) {
    return <Page.Loading>{t('state.loading')}</Page.Loading>;
  }

  return (
    <StatePage title={t('connections.title')}>
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
    </StatePage>
  );
};
