import { accountOf } from '../../../../plugins/user-profile/server/src/model/accounts/account';
import {
  countsAsVerified,
  type FirstStart,
} from '../../../../plugins/user-profile/server/src/model/accounts/confirmed-accounts';

const FIRST_START: FirstStart = { date: '2026-06-01T00:00:00.000Z', email_confirmation: true };
const BEFORE = new Date('2026-05-01T00:00:00.000Z');
const AFTER = new Date('2026-07-01T00:00:00.000Z');

const ROW = {
  id: 1,
  document_id: 'a1',
  email: 'ann@example.com',
  username: 'ann',
  provider: 'local',
  confirmed: true,
  blocked: false,
  created_at: BEFORE,
};

const verified = (
  row: Partial<Record<keyof typeof ROW, unknown>>,
  setting: 'auto' | boolean = 'auto',
  first: Partial<FirstStart> = {}
): boolean =>
  countsAsVerified(accountOf({ ...ROW, ...row } as never), setting, { ...FIRST_START, ...first });

describe('the email address of an existing account', () => {
  it('counts as verified with "auto" if confirmation was on at the first start', () => {
    expect(verified({})).toBe(true);
    expect(verified({ provider: null })).toBe(true);
  });

  it.each([
    ['the account is not confirmed', { confirmed: false }, {}],
    ['the account has an unknown confirmation', { confirmed: null }, {}],
    ['the account has no email address', { email: null }, {}],
    ['the account came through a provider', { provider: 'google' }, {}],
    ['the account is newer than the plugin', { created_at: AFTER }, {}],
    ['confirmation was off at the first start', {}, { email_confirmation: false }],
    ['the site had profiles before the first start was stored', {}, { date: null }],
  ])('does not count as verified with "auto" if %s', (_case, row, first) => {
    expect(verified(row, 'auto', first)).toBe(false);
  });

  it('counts as verified with true for every provider and without confirmation', () => {
    expect(verified({}, true, { email_confirmation: false })).toBe(true);
    expect(verified({ provider: 'google' }, true)).toBe(true);
  });

  it.each([
    ['the account is not confirmed', { confirmed: false }],
    ['the account is newer than the plugin', { created_at: AFTER }],
    [
      'a connection of the plugin created the account',
      { provider: 'staff', username: 'database|staff|7' },
    ],
  ])('does not count as verified with true if %s', (_case, row) => {
    expect(verified(row, true)).toBe(false);
  });

  it('never counts as verified with false', () => {
    expect(verified({}, false)).toBe(false);
  });
});
