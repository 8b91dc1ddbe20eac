import * as React from 'react';
import { useParams } from 'react-router-dom';

import { ProblemPage } from '../../components/ProblemPage';
import { PageSkeleton } from '../../components/Skeleton';
import { EmptyState, ErrorState } from '../../components/States';
import { useTranslate } from '../../hooks/useTranslate';
import { isActive, useFindImportQuery } from '../../services/imports';
import { isNotFound } from '../../utils/errors';
import { IMPORTS_PATH } from '../../utils/paths';
import { ImportView } from './ImportView';
import { useImportConnections } from './useImportConnections';

const POLL_MS = 1000;

/** One import. What it shows is the state on the server, so it is there after a reload too. */
export const ImportPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  const [isPolling, setIsPolling] = React.useState(false);
  const { currentData, error, isFetching, refetch } = useFindImportQuery(
    { importId: id },
    { refetchOnMountOrArgChange: true, pollingInterval: isPolling ? POLL_MS : 0 }
  );
  // The choices need them, and must not wait for the import first.
  useImportConnections();

  const isRunning = currentData !== undefined && isActive(currentData.data);

  React.useEffect(() => setIsPolling(isRunning), [isRunning]);

  if (currentData && !isNotFound(error)) {
    return (
      <ImportView
        key={id}
        userImport={currentData.data}
        preview={currentData.meta.preview}
        error={error}
      />
    );
  }

  if (isFetching) {
    return <PageSkeleton />;
  }

  return (
    <ProblemPage
      key={id}
      title={t(isNotFound(error) ? 'imports.notFound.title' : 'state.failed.title')}
      back={{ to: IMPORTS_PATH, label: t('imports.title') }}
    >
      {isNotFound(error) ? (
        <EmptyState content={t('imports.notFound')} />
      ) : (
        <ErrorState error={error} onRetry={refetch} />
      )}
    </ProblemPage>
  );
};
