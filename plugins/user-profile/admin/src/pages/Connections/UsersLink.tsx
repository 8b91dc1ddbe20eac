import { Link as DsLink } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

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
export const UsersLink = ({ connection: { name, display_name: label, users } }: UsersLinkProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { allowed } = useAllowed();

  if (users === 0 || !allowed.readUsers) {
    return <>{formatNumber(users)}</>;
  }

  return (
    <DsLink
      tag={Link}
      to={{
        pathname: USERS_PATH,
        search: toQueryString({ filters: toUrlFilters({ ...NO_FILTERS, connection: [name] }) }),
      }}
      aria-label={t('connections.users', { count: users, connection: label })}
    >
      {formatNumber(users)}
    </DsLink>
  );
};
