import fs from 'node:fs';

const TAIL_LINES = 30;

// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]*m/g;
const STRAPI_LINE = /^\[[\d-]+ [\d:.]+\] (\w+): /;
const SHOWN_LEVELS = new Set(['warn', 'error']);

/** The last lines of a log, which usually contain the reason of a failure. */
export const tailOf = (file) => {
  if (!fs.existsSync(file)) {
    return '';
  }
  const lines = fs.readFileSync(file, 'utf8').replace(COLOURS, '').trimEnd().split('\n');
  return lines.slice(-TAIL_LINES).join('\n');
};

/**
 * Filters Strapi's log for warnings and errors. Lines without a level belong to the entry before them,
 * up to an empty line.
 *
 * @returns a function that takes one line and returns whether to show it
 */
export const createLogFilter = () => {
  let isShown = false;
  return (line) => {
    const level = STRAPI_LINE.exec(line.replace(COLOURS, ''))?.[1];
    if (level) {
      isShown = SHOWN_LEVELS.has(level);
    } else if (line.trim() === '') {
      isShown = false;
    }
    return isShown;
  };
};
