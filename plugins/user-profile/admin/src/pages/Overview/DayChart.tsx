import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { styled, useTheme } from 'styled-components';

import type { DailyCounts } from '../../../../shared/contracts/overview';
import type { Series } from './chartSeries';
import { useDayText } from './useDayText';
import { useWidth } from './useWidth';

const HEIGHT = 200;
const MARGIN = { top: 8, right: 8, bottom: 24, left: 44 };
const TICKS = 4;
/** The pixels that the name of a day takes, with its distance to the next one. */
const DAY_LABEL = 72;

const Frame = styled.div`
  height: ${HEIGHT}px;

  svg {
    display: block;
    overflow: visible;
  }

  text {
    fill: ${({ theme }) => theme.colors.neutral600};
    font-size: 1.2rem;
  }

  a {
    outline: none;
  }

  a > rect[data-area] {
    fill: transparent;
  }

  a:hover > rect[data-area] {
    fill: ${({ theme }) => theme.colors.neutral150};
    fill-opacity: 0.6;
  }

  a:focus-visible > rect[data-area] {
    stroke: ${({ theme }) => theme.colors.primary600};
    stroke-width: 2px;
  }
`;

interface DayChartProps {
  label: string;
  kind: 'bars' | 'lines';
  days: readonly DailyCounts[];
  series: readonly Series[];
  linkTo: (day: string) => string;
  /** The accessible name of the link of a day. */
  textOf: (day: DailyCounts) => string;
  /** Called with the day under the pointer or with the focus. */
  onPoint: (day: DailyCounts | undefined) => void;
}

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => Math.max(0, index - 1),
  ArrowRight: (index, last) => Math.min(last, index + 1),
  Home: () => 0,
  End: (_index, last) => last,
};

/** A chart of counts by day. Each day is a link; the arrow keys move between the days. */
export const DayChart = ({ label, kind, days, series, linkTo, textOf, onPoint }: DayChartProps) => {
  const { colors } = useTheme();
  const { formatNumber } = useIntl();
  const dayText = useDayText();
  const { ref, width } = useWidth();
  const [current, setCurrent] = React.useState(days.length - 1);

  const highest = Math.max(1, ...days.flatMap((day) => series.map(({ name }) => day[name] ?? 0)));
  const bottom = HEIGHT - MARGIN.bottom;
  const y = scaleLinear().domain([0, highest]).nice(TICKS).range([bottom, MARGIN.top]);
  const step = Math.max(0, width - MARGIN.left - MARGIN.right) / days.length;
  const x = scalePoint()
    .domain(days.map(({ date }) => date))
    .range([MARGIN.left + step / 2, width - MARGIN.right - step / 2]);
  const middleOf = ({ date }: DailyCounts) => x(date) ?? 0;
  const labelled = Math.max(1, Math.ceil(DAY_LABEL / Math.max(1, step)));

  const move = (event: React.KeyboardEvent<SVGSVGElement>) => {
    const next = STEPS[event.key]?.(current, days.length - 1);

    if (next === undefined) {
      return;
    }

    event.preventDefault();
    setCurrent(next);
    event.currentTarget.querySelectorAll('a')[next]?.focus();
  };

  return (
    <Frame ref={ref}>
      {width === 0 ? null : (
        <svg
          role="group"
          aria-label={label}
          width={width}
          height={HEIGHT}
          onKeyDown={move}
          onMouseLeave={() => onPoint(undefined)}
        >
          {y
            .ticks(TICKS)
            .filter(Number.isInteger)
            .map((tick) => (
              <g key={tick} aria-hidden>
                <line
                  x1={MARGIN.left}
                  x2={width - MARGIN.right}
                  y1={y(tick)}
                  y2={y(tick)}
                  stroke={colors.neutral150}
                />
                <text x={MARGIN.left - 8} y={y(tick)} textAnchor="end" dominantBaseline="middle">
                  {formatNumber(tick, { notation: 'compact' })}
                </text>
              </g>
            ))}
          {kind === 'lines'
            ? series.map(({ name, color, dash }) => (
                <path
                  key={name}
                  aria-hidden
                  fill="none"
                  stroke={colors[color]}
                  strokeWidth={2}
                  strokeDasharray={dash}
                  d={
                    line<DailyCounts>()
                      .defined((day) => day[name] !== null)
                      .x(middleOf)
                      .y((day) => y(day[name] ?? 0))(days) ?? undefined
                  }
                />
              ))
            : null}
          {days.map((day, index) => (
            <Link
              key={day.date}
              to={linkTo(day.date)}
              aria-label={textOf(day)}
              tabIndex={index === current ? 0 : -1}
              onFocus={() => {
                setCurrent(index);
                onPoint(day);
              }}
              onBlur={() => onPoint(undefined)}
              onMouseEnter={() => onPoint(day)}
            >
              <rect
                data-area
                x={middleOf(day) - step / 2}
                y={MARGIN.top}
                width={step}
                height={bottom - MARGIN.top}
              />
              {series.map(({ name, color }) => {
                const count = day[name];

                if (count === null) {
                  return null;
                }

                return kind === 'lines' ? (
                  <circle
                    key={name}
                    cx={middleOf(day)}
                    cy={y(count)}
                    r={2.5}
                    fill={colors[color]}
                  />
                ) : (
                  <rect
                    key={name}
                    x={middleOf(day) - step * 0.36}
                    y={y(count)}
                    width={step * 0.72}
                    height={bottom - y(count)}
                    rx={Math.min(2, step * 0.2)}
                    fill={colors[color]}
                  />
                );
              })}
            </Link>
          ))}
          {days.map((day, index) =>
            (days.length - 1 - index) % labelled === 0 ? (
              <text
                key={day.date}
                aria-hidden
                x={middleOf(day)}
                y={HEIGHT - 6}
                textAnchor={index === days.length - 1 ? 'end' : 'middle'}
              >
                {dayText(day.date)}
              </text>
            ) : null
          )}
        </svg>
      )}
    </Frame>
  );
};
