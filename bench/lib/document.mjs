import fs from 'node:fs';
import path from 'node:path';

import { root } from '../../scripts/lib/paths.mjs';
import { summary, toMarkdown } from './report.mjs';

const FILE = path.join(root, 'docs', 'performance.md');
const START = '<!-- results: written by npm run bench -- --write -->';
const END = '<!-- end of results -->';

/** Replaces the results in docs/performance.md. */
export const writeDocument = (rows, titles, run) => {
  const text = fs.readFileSync(FILE, 'utf8');
  const [before, rest] = text.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) {
    throw new Error(`docs/performance.md must contain "${START}" and "${END}"`);
  }
  const results = `${run}\n\n${summary(rows)}.\n\n${toMarkdown(rows, titles)}`;
  fs.writeFileSync(FILE, `${before}${START}\n\n${results}\n${END}${after}`);
  console.log('Written into docs/performance.md');
};
