import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

import type { LoginsPerDay } from '../../../../shared/contracts/user-overview';
import { useTranslate } from '../../hooks/useTranslate';

/** The width of a day, and the gap after it. */
const STEP = 5;
const GAP = 1;
const HEIGHT = 32;
const DAYS = 30;
/** Days without logins have a mark too, so the bars are seen as days. */
const EMPTY = 1;

const Chart = styled.svg`
  display: block;
  overflow: visible;
`;

const Bar = styled.rect<{ $isEmpty: boolean }>`
  fill: ${({ theme, $isEmpty }) => theme.colors[$isEmpty ? 'neutral300' : 'primary600']};
`;

/** Keeps its place until the logins are loaded. */
export const LoginsChart = ({ logins }: { logins: LoginsPerDay | null | undefined }) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const days = logins?.days ?? [];
  const most = days.reduce((max, day) => Math.max(max, day.logins), 0);
  // The first day that has the most, since later ones may still grow.
  const top = days.find((day) => day.logins === most);
  // The days are those of UTC, whatever the zone of the browser is.
  const dayOf = (date: string | undefined) =>
    date && formatDate(date, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const sum = days.reduce((total, day) => total + day.logins, 0);
  const text = logins?.truncated
    ? [t('user.chart.truncated', { logins: sum, day: dayOf(days[0]?.date) })]
    : [
        t('user.chart', { logins: sum, days: days.length }),
        ...(sum > 0 ? [t('user.chart.most', { day: dayOf(top?.date), most })] : []),
      ];

  return (
    <Chart
      width={DAYS * STEP - GAP}
      height={HEIGHT}
      {...(logins
        ? {
            role: 'img',
            'aria-label': text.join('. '),
          }
        : { 'aria-hidden': true })}
    >
      {days.map(({ date, logins: count }, index) => {
        const height = count === 0 ? EMPTY : Math.max(EMPTY + 1, (count / most) * HEIGHT);

        return (
          <Bar
            key={date}
            // A shorter retention leaves the earlier days empty.
            x={(DAYS - days.length + index) * STEP}
            y={HEIGHT - height}
            width={STEP - GAP}
            height={height}
            $isEmpty={count === 0}
          >
            <title>{t('user.chart.day', { day: dayOf(date), logins: count })}</title>
          </Bar>
        );
      })}
    </Chart>
  );
};
