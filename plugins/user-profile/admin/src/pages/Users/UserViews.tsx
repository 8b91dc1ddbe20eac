import { SavedViews } from '../../components/SavedViews/SavedViews';
import { useTranslate } from '../../hooks/useTranslate';

export const UserViews = () => {
  const t = useTranslate();

  return (
    <SavedViews
      page="users"
      presets={[
        { label: t('users.filter.blocked'), search: 'filters[blocked][$eq]=true' },
        { label: t('users.filter.login_blocked'), search: 'filters[login_blocked][$eq]=true' },
        { label: t('users.filter.never'), search: 'filters[last_login][$null]=true' },
        { label: t('views.deletionRequests'), search: 'filters[erasure_requested][$eq]=true' },
      ]}
    />
  );
};
