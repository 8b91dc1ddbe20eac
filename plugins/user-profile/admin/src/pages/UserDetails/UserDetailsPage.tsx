import { useParams } from 'react-router-dom';

import { ProblemPage } from '../../components/ProblemPage';
import { PageSkeleton } from '../../components/Skeleton';
import { EmptyState, ErrorState } from '../../components/States';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindUserQuery } from '../../services/users';
import { isNotFound } from '../../utils/errors';
import { USERS_PATH } from '../../utils/paths';
import { UserDetails } from './UserDetails';
import { useUsersSearch } from './usersSearch';

export const UserDetailsPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  const search = useUsersSearch();
  const { currentData, error, isFetching, refetch } = useFindUserQuery(
    { id },
    { refetchOnMountOrArgChange: true }
  );
  // The user may be deleted while the page is open.
  const isGone = isNotFound(error);

  if (currentData && !isGone) {
    return <UserDetails user={currentData.data} meta={currentData.meta} isFetching={isFetching} />;
  }

  if (isFetching) {
    return <PageSkeleton />;
  }

  return (
    <ProblemPage
      key={id}
      title={t(isGone ? 'user.notFound.title' : 'state.failed.title')}
      back={{ to: { pathname: USERS_PATH, search }, label: t('user.notFound.action') }}
    >
      {isGone ? (
        <EmptyState content={t('user.notFound')} />
      ) : (
        <ErrorState error={error} onRetry={refetch} />
      )}
    </ProblemPage>
  );
};
