import { Link as DsLink } from '@strapi/design-system';
import { Link } from 'react-router-dom';

import type { DailyCounts } from '../../../../shared/contracts/overview';
import { useTranslate } from '../../hooks/useTranslate';
import { type Series, seriesLabel } from './chartSeries';
import { CountsTable } from './CountsTable';
import { useDayText } from './useDayText';

interface DayTableProps {
  label: string;
  days: readonly DailyCounts[];
  series: readonly Series[];
  linkTo: (day: string) => string;
}

/** The counts of a chart as a table, the newest day first. */
export const DayTable = ({ label, days, series, linkTo }: DayTableProps) => {
  const t = useTranslate();
  const dayText = useDayText();

  return (
    <CountsTable
      label={label}
      head={[t('overview.day'), ...series.map((each) => t(seriesLabel(each)))]}
      rows={[...days].reverse()}
      keyOf={({ date }) => date}
      first={({ date }) => (
        <DsLink tag={Link} to={linkTo(date)}>
          {dayText(date, true)}
        </DsLink>
      )}
      counts={(day) => series.map(({ name }) => day[name])}
    />
  );
};
