import { isEnding } from './cleanup.mjs';

const format = (value) => {
  if (value >= 1000) {
    return Math.round(value).toLocaleString('en-US');
  }
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
};

const stateOf = ({ failed, problem, isMet }) => {
  if (failed) {
    return 'failed';
  }
  if (problem) {
    return 'over';
  }
  return { true: 'pass', false: 'over', undefined: '' }[String(isMet)];
};

/** The rows of the result, printed as they are measured. */
export const createReport = () => {
  const rows = [];
  let part = '';

  const add = (row) => {
    const complete = { part, state: stateOf(row), ...row };
    rows.push(complete);
    console.log(`  ${toCells(complete).filter(Boolean).join('  |  ')}`);
  };

  return {
    rows,
    startPart(name) {
      part = name;
    },
    /**
     * A value beside that of something else.
     *
     * @param row.atMost the target of `value / baseline`; `atLeast` for rates
     */
    ratio(row) {
      const ratio = row.value / row.baseline;
      const { atMost, atLeast } = row;
      const isMet =
        (atMost !== undefined && ratio <= atMost) || (atLeast !== undefined && ratio >= atLeast);
      const hasTarget = atMost !== undefined || atLeast !== undefined;
      add({ ...row, ratio, isMet: hasTarget ? isMet : undefined });
    },
    /** A value with a target that is not a ratio, such as a number of milliseconds. */
    absolute(row) {
      const { value, atMost, atLeast } = row;
      const hasTarget = atMost !== undefined || atLeast !== undefined;
      const isMet =
        (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
      add({ ...row, isMet: hasTarget ? isMet : undefined });
    },
    /** Runs a measurement. If it fails, that is its result, and the others go on. */
    async measure(name, work) {
      try {
        await work(name);
      } catch (error) {
        if (isEnding()) {
          return;
        }
        add({ name, failed: true, note: error.message.split('\n')[0].slice(0, 200) });
      }
    },
  };
};

const formatRatio = (ratio) => {
  if (ratio === undefined) {
    return '';
  }
  return ratio < 0.1 ? `1/${format(1 / ratio)}` : format(ratio);
};

const formatTarget = ({ ratio, unit, atMost, atLeast }) => {
  const limit = (value) => (ratio === undefined ? `${format(value)} ${unit}` : formatRatio(value));
  if (atMost !== undefined) {
    return `at most ${limit(atMost)}`;
  }
  return atLeast === undefined ? '' : `at least ${limit(atLeast)}`;
};

/** measurement, value, compared with, its value, ratio, target, state and note */
const toCells = (row) => [
  row.name,
  row.value === undefined ? '' : `${format(row.value)} ${row.unit}`,
  row.against ?? '',
  row.baseline === undefined ? '' : `${format(row.baseline)} ${row.unit}`,
  formatRatio(row.ratio),
  formatTarget(row),
  row.state,
  [row.problem, row.note].filter(Boolean).join('; '),
];

const HEADER = ['measurement', 'value', 'beside', 'its value', 'ratio', 'target', 'result', 'note'];

/** @returns one Markdown table for each part */
export const toMarkdown = (rows, titles) =>
  Object.entries(titles)
    .map(([part, title]) => {
      const own = rows.filter((row) => row.part === part);
      if (own.length === 0) {
        return '';
      }
      const body = own.map((row, index) => {
        const [name, value, ...rest] = toCells(row).map((cell) => cell.replaceAll('|', '\\|'));
        return own[index - 1]?.name === row.name ? ['', '', ...rest] : [name, value, ...rest];
      });
      const lines = [HEADER, HEADER.map(() => '---'), ...body];
      const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
      return `### ${title}\n\n${table}\n`;
    })
    .filter(Boolean)
    .join('\n');

export const summary = (rows) => {
  const count = (state) => rows.filter((row) => row.state === state).length;
  return `${count('pass')} pass, ${count('over')} over the target, ${count('failed')} failed, ${count('')} without a target`;
};
