import { createIntl } from 'react-intl';

import {
  dateOfLogId,
  EVENT_GROUPS,
  parseTypes,
} from '../../../plugins/user-profile/admin/src/utils/eventGroups';
import {
  eventName,
  eventRemark,
  type EventWords,
} from '../../../plugins/user-profile/admin/src/utils/eventText';
import type { JsonObject } from '../../../plugins/user-profile/shared/contracts/users';
import { EVENT_TYPE_CODES } from '../../../plugins/user-profile/shared/event-types';
import { translate } from '../../support/panel-texts';

const intl = createIntl({ locale: 'en' });

const words: EventWords = {
  t: translate,
  formatDate: (date) => date.slice(0, 10),
  formatList: (items) => intl.formatList(items),
};

const event = (type: string, details: JsonObject = {}, actor: string | null = null) => ({
  type,
  details,
  actor,
  user_id: 'local|acacia',
});

describe('the text of an event', () => {
  it.each([
    ['s', {}, 'Logged in'],
    ['fp', { reason: 'wrong_password' }, 'Login failed: wrong password'],
    ['sapi', { operation: 'create-user' }, 'User created'],
    ['sapi', { operation: 'block-user' }, 'User blocked'],
    ['sapi', { operation: 'unblock-user' }, 'User unblocked'],
    ['sapi', { operation: 'update-user', changed: ['name'] }, 'Profile changed'],
    ['sapi', { operation: 'link-identity', identity: 'google|1' }, 'Identity linked'],
    ['sapi', { operation: 'unlinked-from', user_id: 'local|1' }, 'Unlinked from another user'],
    ['sapi', { operation: 'request-erasure' }, 'Deletion requested'],
    ['sapi', { operation: 'something new' }, 'Changed by an admin or through the API'],
    ['sapi', { operation: 'toString' }, 'Changed by an admin or through the API'],
    ['srrt', { operation: 'unlink-device' }, 'Device unlinked'],
    ['scp', { operation: 'set-password' }, 'Password set'],
    ['sapi', { operation: 'change-role' }, 'Role changed'],
    ['sapi', { operation: 'send-invitation' }, 'Invitation sent'],
    ['fn', { operation: 'send-invitation' }, 'Message couldn’t be sent'],
    ['not_yet_known', {}, 'not_yet_known'],
  ])('for %s with the details %j is "%s"', (type, details, name) => {
    expect(eventName(event(type, details), words)).toBe(name);
  });

  test.each<[string, JsonObject, string | null, string | undefined]>([
    ['s', {}, null, undefined],
    [
      'sapi',
      { operation: 'update-user', changed: ['name', 'user_metadata', 'other'] },
      'ada@example.test',
      'name, user_metadata, and other · by ada@example.test',
    ],
    ['sapi', { operation: 'update-user', changed: ['account_fields'] }, null, 'account fields'],
    [
      's',
      {
        dropped: [
          { attribute: 'email', reason: 'invalid' },
          { attribute: 'picture', reason: 'too_long' },
          { attribute: 'phone_number', reason: 'not_text' },
        ],
      },
      null,
      'Left off the profile: email (invalid), picture (too long), and phone number (not text)',
    ],
    [
      's',
      { dropped: [{ attribute: 'shoe_size', reason: 'new' }, null] },
      null,
      'Left off the profile: shoe_size and undefined',
    ],
    ['sapi', { operation: 'block-user' }, 'token App', 'by token App'],
    ['sapi', { operation: 'request-erasure' }, 'user local|acacia', 'by the user'],
    ['sapi', { operation: 'block-user' }, 'user local|other', 'by user local|other'],
    ['sce', { from: 'a@b.test', to: 'c@d.test' }, null, 'a@b.test → c@d.test'],
    ['sce', { from: '', to: 'c@d.test' }, null, 'c@d.test'],
    ['srrt', { operation: 'unlink-device', device: 'Chrome on macOS' }, null, 'Chrome on macOS'],
    ['srrt', { operation: 'unlink-all-devices', devices: 3 }, null, '3 devices'],
    ['scp', { operation: 'set-password', sessions_ended: true }, null, 'all sessions ended'],
    ['sapi', { operation: 'link-identity', identity: 'google|1' }, null, 'google|1'],
    [
      'sapi',
      { operation: 'change-role', from: { name: 'Authenticated' }, to: { name: 'Editor' } },
      'admin@example.com',
      'Authenticated → Editor · by admin@example.com',
    ],
    ['sapi', { operation: 'change-role', from: null, to: { name: 'X' } }, null, 'no role → X'],
    ['sapi', { operation: 'change-role', from: ['x'], to: 'x' }, null, 'no role → no role'],
    [
      'sapi',
      { operation: 'linked-to', user_id: 'local|1' },
      'user local|1',
      'local|1 · by user local|1',
    ],
    ['sapi', { operation: 'other', identity: 'google|1' }, null, 'other'],
    ['limit_wc', { until: '2026-11-23T12:00:00.000Z' }, null, 'until 2026-11-23'],
    [
      'f',
      { reason: 'blocked', message: 'Your account has been blocked' },
      null,
      'The user is blocked',
    ],
    ['sapi', { operation: 'block-user', block_reason: 'Spam' }, null, 'Spam'],
    [
      'sapi',
      { operation: 'block-user', block_reason: 'Spam', until: '2026-11-23T12:00:00.000Z' },
      'admin@example.com',
      'until 2026-11-23 · Spam · by admin@example.com',
    ],
    ['sapi', { operation: 'unblock-user' }, 'system', 'automatically'],
    [
      'f',
      { reason: 'rejected_by_hook', detail: 'membership_ended', message: 'No' },
      null,
      'Rejected by a login hook of the site: membership_ended',
    ],
    [
      'f',
      { reason: 'hook_timeout', detail: 'x' },
      null,
      'A login hook of the site didn’t finish in time',
    ],
    ['fp', { reason: 'wrong_password', message: 'Invalid identifier' }, null, undefined],
    ['fs', { message: 'Email already taken' }, null, 'Email already taken'],
    ['f', { reason: 'source_failed' }, null, 'The connection reported an error'],
    ['fn', { reason: 'mail_failed' }, null, 'The email couldn’t be sent'],
    ['f', { reason: 'not_yet_known', message: 'Something' }, null, 'not_yet_known'],
    ['f', { reason: 'toString' }, null, 'toString'],
  ])('for %s with the details %j by %s has the remark "%s"', (type, details, actor, remark) => {
    expect(eventRemark(event(type, details, actor), words)).toBe(remark);
  });
});

describe('the groups of events', () => {
  it('contain every type exactly once', () => {
    const types = EVENT_GROUPS.flatMap((group) => group.types);
    expect([...types].sort()).toEqual([...EVENT_TYPE_CODES].sort());
  });

  it('ignore unknown and repeated codes', () => {
    expect(parseTypes(['fp', 's', 'nonsense', 's'])).toEqual(['s', 'fp']);
  });
});

describe('a log_id', () => {
  it('contains the time of its event', () => {
    expect(dateOfLogId('202611231200305670123456789')?.toISOString()).toBe(
      '2026-11-23T12:00:30.567Z'
    );
  });

  it.each(['', 'x', '20261123', '202613991200305670123456789'])(
    'has no date if it is invalid: "%s"',
    (text) => {
      expect(dateOfLogId(text)).toBeUndefined();
    }
  );
});
