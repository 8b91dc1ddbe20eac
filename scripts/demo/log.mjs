import fs from 'node:fs';

const TAIL_LINES = 30;

// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]*m/g;
const STRAPI_LINE = /^\[[\d-]+ [\d:.]+\] (\w+): /;
const LOUD = new Set(['warn', 'error']);

/** The end of a log, where the reason of a failure usually is. */
export const tailOf = (file) => {
  if (!fs.existsSync(file)) {
    return '';
  }
  const lines = fs.readFileSync(file, 'utf8').replace(COLOURS, '').trimEnd().split('\n');
  return lines.slice(-TAIL_LINES).join('\n');
};

/**
 * Keeps the warnings and errors of Strapi's log, with the lines that belong to one: they follow it
 * without a level of their own, until an empty one.
 *
 * @returns a function that takes one line and tells whether it is to be shown
 */
export const createLogFilter = () => {
  let loud = false;
  return (line) => {
    const level = STRAPI_LINE.exec(line.replace(COLOURS, ''))?.[1];
    if (level) {
      loud = LOUD.has(level);
    } else if (line.trim() === '') {
      loud = false;
    }
    return loud;
  };
};
