import * as React from 'react';
import { Navigate, useLocation, useParams } from 'react-router-dom';

import { ProblemPage } from '../../components/ProblemPage';
import { PageSkeleton } from '../../components/Skeleton';
import { EmptyState, ErrorState } from '../../components/States';
import { useTranslate } from '../../hooks/useTranslate';
import { FRESH_SECONDS } from '../../services/api';
import { useFindUserQuery, usePrefetchOverview } from '../../services/users';
import { isNotFound } from '../../utils/errors';
import { preload } from '../../utils/lazyPart';
import { TABS, userPath, USERS_PATH } from '../../utils/paths';
import { TabRequests } from './TabRequests';
import { UserDetails } from './UserDetails';
import { useKeepUsersSearch, useUsersSearch } from './usersSearch';

export const UserDetailsPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  const search = useUsersSearch();
  // The tabs request by `documentId`, never by `user_id`.
  const isDocumentId = !id.includes('|');
  // A stored response for a `user_id` only leads to the `documentId`, which decides whether it is fresh.
  const { currentData, error, isFetching, refetch } = useFindUserQuery(
    { id },
    { refetchOnMountOrArgChange: isDocumentId ? FRESH_SECONDS : false }
  );
  const { pathname, search: tabSearch, hash, state } = useLocation();
  const prefetchOverview = usePrefetchOverview();
  const tab = TABS.find((name) => pathname.endsWith(`/${name}`)) ?? 'details';

  useKeepUsersSearch();

  // The tab is rendered once the user is loaded, but what it needs is loaded with the user.
  React.useEffect(() => {
    preload(tab);

    if (isDocumentId) {
      prefetchOverview({ id });
    }
  }, [id, isDocumentId, prefetchOverview, tab]);

  // The user may be deleted while the page is open.
  const isGone = isNotFound(error);

  if (currentData && !isGone) {
    const { data: user, meta } = currentData;

    // The links of the tabs have the `documentId`. At another URL, the first of them would load everything again.
    if (user.documentId !== id) {
      const to = { pathname: userPath(user.documentId, tab), search: tabSearch, hash };

      return <Navigate replace to={to} state={state} />;
    }

    // The key closes the dialogs and editors of a user when the browser's Back leads to another one.
    return <UserDetails key={user.documentId} user={user} meta={meta} isFetching={isFetching} />;
  }

  if (isFetching) {
    return (
      <>
        {isDocumentId ? <TabRequests id={id} tab={tab} /> : null}
        <PageSkeleton />
      </>
    );
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
