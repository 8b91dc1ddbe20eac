import {
  cursorAt,
  FIRST_PAGE,
  lastCursor,
  orderOf,
  startOf,
} from '../../../../plugins/user-profile/server/src/model/users/keyset';
import type { Row } from '../../../../plugins/user-profile/server/src/runtime/database/rows';

const MAX_ID = 2_147_483_647;

const encode = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

const invalidCursor = expect.objectContaining({
  name: 'ValidationError',
  details: { errors: [expect.objectContaining({ path: ['pagination', 'cursor'] })] },
});

const errorOf = (work: () => unknown): unknown => {
  try {
    return { returned: work() };
  } catch (error) {
    return error;
  }
};

describe('orderOf', () => {
  it.each([
    ['name:asc', { field: 'name', column: 'folded_name', direction: 'asc' }],
    ['email:desc', { field: 'email', column: 'folded_email', direction: 'desc' }],
    ['USERNAME:desc', { field: 'username', column: 'folded_username', direction: 'desc' }],
    ['LAST_LOGIN:DESC', { field: 'last_login', column: 'last_login', direction: 'desc' }],
  ])('reads %s', (sort, order) => {
    expect(orderOf(sort)).toEqual(order);
  });
});

describe('the cursor of a user list', () => {
  const DATE = '2026-11-23T12:00:30.567Z';

  it.each([
    ['name:asc', { folded_name: 'αθηνα 🏛' }, 'αθηνα 🏛'],
    ['email:desc', { folded_email: null }, null],
    ['username:asc', {}, null],
    ['logins_count:desc', { logins_count: '12' }, 12],
    ['last_login:desc', { last_login: Date.parse(DATE) }, DATE],
    ['created_at:asc', { created_at: new Date(DATE) }, DATE],
    ['blocked:asc', { blocked: 1 }, true],
    ['blocked:asc', { blocked: false }, false],
  ])('keeps the position in the order %s after %j', (sort, columns, value) => {
    const order = orderOf(sort);
    const cursor = cursorAt('after', { id: 7, ...columns } as Row, order);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(startOf(cursor, order)).toEqual({ isBackward: false, position: { value, id: 7 } });
  });

  it.each(['name:desc', 'email:asc'])('is rejected if the order changes to %s', (sort) => {
    const cursor = cursorAt('after', { id: 7, folded_name: 'acacia' } as Row, orderOf('name:asc'));
    expect(errorOf(() => startOf(cursor, orderOf(sort)))).toEqual(invalidCursor);
  });

  it.each([
    ['no base64', 'name:asc', '%%%'],
    ['no JSON', 'name:asc', Buffer.from('{').toString('base64url')],
    ['another list', 'name:asc', encode(['events', 'name:asc', 'a', 1])],
    ['a missing id', 'name:asc', encode(['users', 'name:asc', 'after', 'a'])],
    ['a negative id', 'name:asc', encode(['users', 'name:asc', 'after', 'a', -1])],
    ['a fractional id', 'name:asc', encode(['users', 'name:asc', 'after', 'a', 1.5])],
    ['an id above 32 bits', 'name:asc', encode(['users', 'name:asc', 'after', 'a', MAX_ID + 1])],
    ['an object as value', 'name:asc', encode(['users', 'name:asc', 'after', {}, 1])],
    ['a number as name', 'name:asc', encode(['users', 'name:asc', 'after', 1, 1])],
    ['NUL in a name', 'name:asc', encode(['users', 'name:asc', 'after', 'a\0', 1])],
    ['a lone surrogate', 'email:asc', encode(['users', 'email:asc', 'after', 'a\ud83c', 1])],
    ['text as count', 'logins_count:asc', encode(['users', 'logins_count:asc', 'after', '1', 1])],
    [
      'a count above 32 bits',
      'logins_count:asc',
      encode(['users', 'logins_count:asc', 'after', 2 ** 31, 1]),
    ],
    ['no date', 'last_login:asc', encode(['users', 'last_login:asc', 'after', 'yesterday', 1])],
    ['text as flag', 'blocked:asc', encode(['users', 'blocked:asc', 'after', 'true', 1])],
  ])('is rejected if it contains %s', (_what, sort, cursor) => {
    expect(errorOf(() => startOf(cursor, orderOf(sort)))).toEqual(invalidCursor);
  });

  it('accepts the largest id and an empty value', () => {
    const order = orderOf('last_login:asc');
    expect(startOf(encode(['users', 'last_login:asc', 'before', null, MAX_ID]), order)).toEqual({
      isBackward: true,
      position: { value: null, id: MAX_ID },
    });
  });

  it('names the first and the last page', () => {
    const order = orderOf('name:asc');
    expect(startOf('', order)).toEqual(FIRST_PAGE);
    expect(startOf(lastCursor(order), order)).toEqual({ isBackward: true, position: null });
  });
});
