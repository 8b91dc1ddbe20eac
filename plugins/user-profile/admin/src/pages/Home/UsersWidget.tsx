import { Flex, Link as DsLink, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import type { FindRecentCounts, RecentCount } from '../../../../shared/contracts/overview';
import { withTranslations } from '../../components/Translations';
import { useNow } from '../../hooks/useNow';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindRecentCountsQuery } from '../../services/overview';
import {
  deletionRequestsLink,
  EVENT_COUNTS,
  type EventCount,
  eventsLink,
  newUsersLink,
  type Period,
  PERIODS,
} from './recentLinks';

type Counts = FindRecentCounts.Response['data'];

interface Row {
  label: `home.${EventCount}` | 'home.new_users';
  counts: Record<Period, RecentCount>;
  linkTo: (period: Period) => string;
}

const Numbers = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    padding: ${({ theme }) => theme.spaces[2]} 0;
    text-align: end;
  }

  th:first-child {
    text-align: start;
  }

  tbody tr {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
`;

const isEmpty = ({ new_users: newUsers, deletion_requests: requests, events }: Counts): boolean =>
  [newUsers.week, requests, ...Object.values(events ?? {}).map(({ week }) => week)].every(
    ({ count }) => count === 0
  );

/** New users, logins and what needs attention, on Strapi's home page. */
const UsersWidget = () => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const now = useNow();
  const { data, error, isLoading } = useFindRecentCountsQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });

  if (isLoading) {
    return <Widget.Loading>{t('state.loading')}</Widget.Loading>;
  }

  if (error || !data) {
    return <Widget.Error>{t('home.error')}</Widget.Error>;
  }

  if (isEmpty(data)) {
    return <Widget.NoData>{t('home.empty')}</Widget.NoData>;
  }

  const { events, new_users: newUsers, deletion_requests: requests } = data;

  const textOf = ({ count, precision }: RecentCount): string => {
    const number = formatNumber(count);

    if (precision === 'exact') {
      return number;
    }

    return precision === 'minimum' ? `${number}+` : `≈ ${number}`;
  };

  const rows: Row[] = [
    ...(events
      ? EVENT_COUNTS.map((name) => ({
          label: `home.${name}` as const,
          counts: events[name],
          linkTo: (period: Period) => eventsLink(name, period, now),
        }))
      : []),
    {
      label: 'home.new_users',
      counts: newUsers,
      linkTo: (period) => newUsersLink(period, now),
    },
  ];

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Numbers aria-label={t('home.title')}>
        <thead>
          <tr>
            <td />
            {PERIODS.map((period) => (
              <th key={period} scope="col">
                <Typography variant="sigma" textColor="neutral600">
                  {t(`home.${period}`)}
                </Typography>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, counts, linkTo }) => (
            <tr key={label}>
              <th scope="row">
                <Typography textColor="neutral800">{t(label)}</Typography>
              </th>
              {PERIODS.map((period) => (
                <td key={period}>
                  <DsLink
                    tag={Link}
                    to={linkTo(period)}
                    aria-label={t('home.count', {
                      what: t(label),
                      period: t(`home.${period}`),
                      count: textOf(counts[period]),
                    })}
                  >
                    {textOf(counts[period])}
                  </DsLink>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Numbers>
      {requests.count > 0 ? (
        <DsLink tag={Link} to={deletionRequestsLink()}>
          {t('home.deletion_requests', { count: requests.count, shown: textOf(requests) })}
        </DsLink>
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {t('home.deletion_requests', { count: 0, shown: '0' })}
        </Typography>
      )}
    </Flex>
  );
};

export default withTranslations(UsersWidget, <Widget.Loading />);
