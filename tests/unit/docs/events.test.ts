import fs from 'node:fs';
import path from 'node:path';

import en from '../../../plugins/user-profile/admin/src/translations/en.json';
import { EVENT_GROUPS } from '../../../plugins/user-profile/admin/src/utils/eventGroups';
import { EVENT_DETAILS } from '../../../plugins/user-profile/shared/event-details';
import {
  OPERATION_REFERENCE,
  TYPE_REFERENCE,
} from '../../../plugins/user-profile/shared/event-reference';
import { EVENT_TYPE_CODES } from '../../../plugins/user-profile/shared/event-types';
import { readEventReference, updateEventsPage } from '../../../scripts/openapi/events.mjs';

const ROOT = path.resolve(__dirname, '../../..');
const page = fs.readFileSync(path.join(ROOT, 'docs/events.md'), 'utf8');

const load = (file: string): object =>
  jest.requireActual(path.join(ROOT, 'plugins/user-profile', file));

describe('docs/events.md', () => {
  const reference = readEventReference(load, en);

  it('has the tables of the code (npm run openapi)', () => {
    expect(page).toBe(updateEventsPage(page, reference));
  });

  it('lists every event type once', () => {
    const listed = EVENT_GROUPS.flatMap(({ types }) => types);
    expect([...listed].sort()).toEqual([...EVENT_TYPE_CODES].sort());
  });

  it('describes no detail that no event has', () => {
    const used = [TYPE_REFERENCE, OPERATION_REFERENCE].flatMap((entries) =>
      Object.values(entries).flatMap(({ details }) => details)
    );
    expect([...new Set(used)].sort()).toEqual([...EVENT_DETAILS].sort());
  });

  it('cannot be generated without its markers', () => {
    expect(() => updateEventsPage('# Events', reference)).toThrow('event-types:begin');
  });
});
