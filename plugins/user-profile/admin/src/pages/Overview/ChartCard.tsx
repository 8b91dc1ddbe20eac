import { Button, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { useTheme } from 'styled-components';

import type { DailyCounts } from '../../../../shared/contracts/overview';
import { Section } from '../../components/Section';
import { useFormatList } from '../../hooks/useFormatList';
import { useTranslate } from '../../hooks/useTranslate';
import { type Chart, type Series, seriesIn, seriesLabel } from './chartSeries';
import { DayChart } from './DayChart';
import { DayTable } from './DayTable';
import { useDayText } from './useDayText';

const sumOf = (days: readonly DailyCounts[], { name }: Series): number =>
  days.reduce((sum, day) => sum + (day[name] ?? 0), 0);

const lastOf = (days: readonly DailyCounts[], { name }: Series): number | null =>
  [...days].reverse().find((day) => day[name] !== null)?.[name] ?? null;

const Swatch = ({ series: { color, dash } }: { series: Series }) => {
  const { colors } = useTheme();

  return (
    <svg width={20} height={4} aria-hidden>
      <line
        x1={0}
        x2={20}
        y1={2}
        y2={2}
        stroke={colors[color]}
        strokeWidth={dash ? 2 : 4}
        strokeDasharray={dash}
      />
    </svg>
  );
};

interface ChartCardProps {
  chart: Chart;
  days: readonly DailyCounts[];
  linkTo: (day: string) => string;
}

/** A chart with its counts as text, and the same as a table. */
export const ChartCard = ({ chart, days, linkTo }: ChartCardProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const formatList = useFormatList();
  const dayText = useDayText();
  const [isTable, setIsTable] = React.useState(false);
  const [point, setPoint] = React.useState<DailyCounts>();
  const title = t(chart.title);
  const series = seriesIn(chart, days);
  const format = (count: number | null) => (count === null ? '–' : formatNumber(count));

  const valueOf = (each: Series): number | null => {
    if (point) {
      return point[each.name];
    }

    return chart.kind === 'bars' ? sumOf(days, each) : lastOf(days, each);
  };

  const textOf = (day: DailyCounts): string =>
    t('overview.point', {
      day: dayText(day.date, true),
      counts: formatList(
        series.map((each) => `${t(seriesLabel(each))}: ${format(day[each.name])}`)
      ),
    });

  const period =
    chart.kind === 'bars' ? t('overview.total', { days: days.length }) : t('overview.latest');

  return (
    <Section
      title={title}
      action={
        <Button
          variant="tertiary"
          size="S"
          aria-pressed={isTable}
          aria-label={t('overview.asTableOf', { chart: title })}
          onClick={() => {
            setPoint(undefined);
            setIsTable(!isTable);
          }}
        >
          {t('overview.asTable')}
        </Button>
      }
    >
      <Flex gap={6} wrap="wrap" alignItems="flex-end">
        {[...series].reverse().map((each) => (
          <Flex key={each.name} direction="column" alignItems="flex-start">
            <Typography variant="beta" tag="span">
              {format(valueOf(each))}
            </Typography>
            {series.length > 1 ? (
              <Flex gap={2}>
                <Swatch series={each} />
                <Typography variant="pi" textColor="neutral600">
                  {t(seriesLabel(each))}
                </Typography>
              </Flex>
            ) : null}
          </Flex>
        ))}
        <Typography variant="pi" textColor="neutral600">
          {point ? dayText(point.date, true) : period}
        </Typography>
      </Flex>
      {isTable ? (
        <DayTable label={title} days={days} series={[...series].reverse()} linkTo={linkTo} />
      ) : (
        <DayChart
          label={title}
          kind={chart.kind}
          days={days}
          series={series}
          linkTo={linkTo}
          textOf={textOf}
          onPoint={setPoint}
        />
      )}
    </Section>
  );
};
