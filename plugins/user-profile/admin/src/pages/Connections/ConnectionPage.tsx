import { useParams } from 'react-router-dom';

import { ProblemPage } from '../../components/ProblemPage';
import { PageSkeleton } from '../../components/Skeleton';
import { EmptyState, ErrorState } from '../../components/States';
import { useLocalizeConnection } from '../../hooks/useConnections';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindConnectionQuery, useFindStrategiesQuery } from '../../services/connections';
import { isNotFound } from '../../utils/errors';
import { CONNECTIONS_PATH } from '../../utils/paths';
import { ConnectionView } from './ConnectionView';

export const ConnectionPage = () => {
  const t = useTranslate();
  const localize = useLocalizeConnection();
  const { name = '' } = useParams();
  const {
    currentData: connection,
    error,
    isFetching,
    refetch,
  } = useFindConnectionQuery({ name }, { refetchOnMountOrArgChange: true });

  // Its settings need them, and must not wait for the connection first. Without them, their height is unknown.
  const { isLoading } = useFindStrategiesQuery();

  // The connection may be deleted while the page is open.
  const isGone = isNotFound(error);

  if (connection && !isGone && !isLoading) {
    return <ConnectionView key={name} connection={localize(connection)} isFetching={isFetching} />;
  }

  if (isFetching || isLoading) {
    return <PageSkeleton />;
  }

  return (
    <ProblemPage
      key={name}
      title={t(isGone ? 'connections.notFound.title' : 'state.failed.title')}
      back={{ to: CONNECTIONS_PATH, label: t('connections.notFound.action') }}
    >
      {isGone ? (
        <EmptyState content={t('connections.notFound')} />
      ) : (
        <ErrorState error={error} onRetry={refetch} />
      )}
    </ProblemPage>
  );
};
