import type { Core } from '@strapi/types';

import { logError } from '../../../plugins/user-profile/server/src/utils/log-error';

const SECRET = 'ada@example.com';

/** What is logged about an error. */
const logged = (error: unknown): string => {
  const lines: string[] = [];
  const log = { error: (line: string) => lines.push(line) };
  logError({ log } as unknown as Core.Strapi, 'failed to store a user', error);
  return lines.join('\n');
};

describe('the log of an error', () => {
  it('says what failed, why and where, without the values of a statement', () => {
    const values = `'${SECRET}', '\n    at ${SECRET}'`;
    const text = logged(new Error(`insert into "a" values (${values}) - duplicate key value`));
    expect(text).not.toContain(SECRET);
    const [first, ...frames] = text.split('\n');
    expect(first).toBe('[user-profile] failed to store a user: duplicate key value');
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.every((frame) => /^ +at /.test(frame))).toBe(true);
  });

  it('says where a database error was thrown, and what caused it', () => {
    const error = new Error('duplicate key value');
    // As knex does it: the stack stays as it was.
    error.message = `insert into "a" values ('${SECRET}') - ${error.message}`;
    error.cause = new Error(`update "a" set "b" = '${SECRET}' - deadlock detected`);
    const text = logged(error);
    expect(text).not.toContain(SECRET);
    expect(text).toMatch(/\n +at .*log-error\.test/);
    expect(text).toMatch(/\nCaused by deadlock detected$/);
  });

  it('has the text alone if nothing was thrown', () => {
    expect(logged('not found')).toBe('[user-profile] failed to store a user: not found');
  });
});
