import { Link as DsLink } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

import { EXACT_COUNT_LIMIT } from '../../../../shared/constants';
import type { Connection } from '../../../../shared/contracts/connections';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import { USERS_PATH } from '../../utils/paths';
import { toQueryString } from '../../utils/queryString';
import { NO_FILTERS, toUrlFilters } from '../../utils/userFilters';

interface UsersLinkProps {
  connection: Connection;
}

/** The number of users, as a link to the filtered list. */
export const UsersLink = ({ connection }: UsersLinkProps) => {
  const { name, display_name: label, users, users_estimated: isEstimated } = connection;
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const allowed = useAllowed();

  const shown = isEstimated ? `${formatNumber(EXACT_COUNT_LIMIT)}+` : formatNumber(users);

  if (users === 0 || !allowed.readUsers) {
    return <>{shown}</>;
  }

  return (
    <DsLink
      tag={Link}
      to={{
        pathname: USERS_PATH,
        search: toQueryString({ filters: toUrlFilters({ ...NO_FILTERS, connection: [name] }) }),
      }}
      aria-label={
        isEstimated
          ? t('connections.usersEstimated', { count: EXACT_COUNT_LIMIT, connection: label })
          : t('connections.users', { count: users, connection: label })
      }
    >
      {shown}
    </DsLink>
  );
};
