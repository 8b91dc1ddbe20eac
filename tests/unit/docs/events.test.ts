import fs from 'node:fs';
import path from 'node:path';

import { EVENT_TYPE_CODES } from '../../../plugins/user-profile/shared/event-types';

const page = fs.readFileSync(path.resolve(__dirname, '../../../docs/events.md'), 'utf8');

/** The codes in the first column of the first table. */
const documented = page
  .split('\n## ')[0]
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...line.split('|')[1].matchAll(/`([a-z_]+)`/g)].map(([, code]) => code));

describe('the table of docs/events.md', () => {
  it('lists every event type once and no other type', () => {
    expect([...documented].sort()).toEqual([...EVENT_TYPE_CODES].sort());
  });
});
