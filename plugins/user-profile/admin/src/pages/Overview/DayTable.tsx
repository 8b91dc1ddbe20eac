import {
  Box,
  Link as DsLink,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

import type { DailyCounts } from '../../../../shared/contracts/overview';
import { useTranslate } from '../../hooks/useTranslate';
import { type Series, seriesLabel } from './chartSeries';
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
  const { formatNumber } = useIntl();
  const dayText = useDayText();
  const newestFirst = [...days].reverse();

  return (
    <Box maxHeight="32rem" overflow="auto">
      <Table aria-label={label} colCount={series.length + 1} rowCount={days.length + 1}>
        <Thead>
          <Tr>
            {[t('overview.day'), ...series.map((each) => t(seriesLabel(each)))].map((text) => (
              <Th key={text}>
                <Typography variant="sigma" textColor="neutral600">
                  {text}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {newestFirst.map((day) => (
            <Tr key={day.date}>
              <Td>
                <DsLink tag={Link} to={linkTo(day.date)}>
                  {dayText(day.date, true)}
                </DsLink>
              </Td>
              {series.map(({ name }) => {
                const count = day[name];

                return (
                  <Td key={name}>
                    <Typography textColor="neutral800">
                      {count === null ? '–' : formatNumber(count)}
                    </Typography>
                  </Td>
                );
              })}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
};
