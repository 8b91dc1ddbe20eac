import { Link as DsLink } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { Link, useParams } from 'react-router-dom';

import { StatePage } from '../../components/StatePage';
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
    return <Page.Loading>{t('state.loading')}</Page.Loading>;
  }

  return (
    <StatePage title={t('users.title')}>
      {isGone ? (
        <EmptyState
          content={t('user.notFound')}
          action={
            <DsLink tag={Link} to={{ pathname: USERS_PATH, search }}>
              {t('user.notFound.action')}
            </DsLink>
          }
        />
      ) : (
        <ErrorState error={error} onRetry={refetch} />
      )}
    </StatePage>
  );
};
