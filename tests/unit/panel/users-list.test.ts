import { listedOperations } from '../../../plugins/user-profile/admin/src/pages/Users/Bulk/listedOperations';
import {
  dayOf,
  endOfDay,
  parseDay,
  startOfDay,
} from '../../../plugins/user-profile/admin/src/utils/days';
import { sortProblems } from '../../../plugins/user-profile/admin/src/utils/fieldErrors';
import { meetsRule } from '../../../plugins/user-profile/admin/src/utils/passwordRules';
import {
  DEFAULT_COLUMNS,
  parseColumns,
} from '../../../plugins/user-profile/admin/src/utils/userColumns';
import {
  activeFilters,
  NO_FILTERS,
  parseFilters,
  toApiFilters,
  toUrlFilters,
  withoutFilter,
} from '../../../plugins/user-profile/admin/src/utils/userFilters';
import type { AccountField } from '../../../plugins/user-profile/shared/contracts/account-fields';
import type { BulkOperation } from '../../../plugins/user-profile/shared/contracts/bulk';
import { findUsersQuery } from '../../../plugins/user-profile/shared/contracts/users';

const fieldOf = (name: string, type: AccountField['type']): AccountField => ({
  name,
  type,
  required: false,
  editable: true,
  default: null,
  enum: type === 'enumeration' ? ['free', 'pro'] : null,
  target: null,
  column: false,
  filter: name !== 'hidden',
});

const FIELDS = [
  fieldOf('company', 'string'),
  fieldOf('plan', 'enumeration'),
  fieldOf('employees', 'integer'),
  fieldOf('newsletter', 'boolean'),
  fieldOf('birthday', 'date'),
  fieldOf('trial_ends', 'datetime'),
  fieldOf('hidden', 'string'),
];

describe('the filters of the user list', () => {
  const accountFields = {
    company: { $eq: 'ACME' },
    plan: { $in: { 0: 'pro', 1: 'gold' } },
    employees: { $gte: '-2', $lte: '1.5' },
    newsletter: { $eq: 'false' },
    birthday: { $gte: '2000-02-29', $lte: 'never' },
    trial_ends: { $gte: '2026-02-03', $lte: '2026-02-03' },
    hidden: { $eq: 'x' },
    gone: { $eq: 'x' },
  };

  const url = {
    account_fields: accountFields,
    connection: { $in: { 0: 'local', 30: 'google' } },
    strategy: { $in: ['oidc', 'oidc', ''] },
    blocked: { $eq: 'true' },
    email_verified: { $eq: 'false' },
    erasure_requested: { $eq: 'true' },
    account_missing: { $eq: 'true' },
    role: { documentId: { $in: { 0: 'r1', 1: 'r2' } } },
    last_login: { $gte: '2026-02-03' },
    logins_count: { $gte: '2', $lte: '10' },
    created_at: { $gte: '2026-02-03', $lte: '2026-02-03' },
  };

  it('are read from the URL', () => {
    expect(parseFilters(url, FIELDS)).toEqual({
      connection: ['local', 'google'],
      strategy: ['oidc'],
      role: ['r1', 'r2'],
      blocked: true,
      email_verified: false,
      erasure_requested: true,
      account_missing: true,
      last_login: { from: '2026-02-03' },
      logins_count: { from: 2, to: 10 },
      created_at: { from: '2026-02-03', to: '2026-02-03' },
      account_fields: {
        company: { kind: 'text', text: 'ACME' },
        plan: { kind: 'values', values: ['pro'] },
        employees: { kind: 'number', from: '-2', to: '1' },
        newsletter: { kind: 'flag', flag: false },
        birthday: { kind: 'day', from: '2000-02-29' },
        trial_ends: { kind: 'instant', from: '2026-02-03', to: '2026-02-03' },
      },
    });
  });

  it.each([
    ['integer', '1e5', '100000'],
    ['integer', '-3000000000', '-2147483648'],
    ['integer', '1.5', '2'],
    ['float', '.5', '0.5'],
    ['float', 'five', undefined],
    ['biginteger', '9007199254740993', '9007199254740993'],
    ['biginteger', '1e30', '9223372036854775807'],
    ['decimal', '123456789.5', '99999999.99'],
    ['decimal', '-1.25', '-1.25'],
    ['float', '123456789.125', '123456789.125'],
    ['float', '1e400', undefined],
    ['float', '0x10', undefined],
  ] as const)('read the %s %s as %s', (type, $gte, from) => {
    const filters = { account_fields: { size: { $gte } } };
    const { account_fields: found } = parseFilters(filters, [fieldOf('size', type)]);
    expect(found).toEqual(from === undefined ? {} : { size: { kind: 'number', from } });
  });

  it('compare days of a field with instants if the field has a time', () => {
    const { account_fields: fields } = toApiFilters(parseFilters(url, FIELDS));
    expect(fields).toMatchObject({
      birthday: { $gte: '2000-02-29' },
      trial_ends: { $gte: startOfDay('2026-02-03'), $lt: endOfDay('2026-02-03') },
    });
  });

  it('are removed one by one, also those of account fields', () => {
    const filters = parseFilters(url, FIELDS);
    expect(activeFilters(filters)).toContain('account_fields.company');
    const fewer = activeFilters(withoutFilter(filters, 'account_fields.company'));
    expect(fewer).toEqual(
      activeFilters(filters).filter((name) => name !== 'account_fields.company')
    );
  });

  it('become a query that the server accepts', () => {
    const filters = toApiFilters(parseFilters(url, FIELDS));
    expect(findUsersQuery.safeParse({ filters }).success).toBe(true);
    expect(filters.created_at).toEqual({
      $gte: startOfDay('2026-02-03'),
      $lt: startOfDay('2026-02-04'),
    });
  });

  it('are unchanged after a round trip through the URL', () => {
    const filters = parseFilters(url, FIELDS);
    const written = JSON.parse(
      JSON.stringify(toUrlFilters(filters), (_key, value) =>
        typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
      )
    );
    expect(parseFilters(written, FIELDS)).toEqual(filters);
  });

  it.each([
    null,
    'nonsense',
    { connection: 'local', blocked: 'true', logins_count: { $gte: '-1', $lte: '1.5' } },
    { connection: { $in: ['x'.repeat(129), 'a\0b', ' '] }, role: { documentId: { $in: ['\t'] } } },
    { created_at: { $gte: '2026-02-30', $lte: 'yesterday' }, last_login: { $null: 'false' } },
  ])('ignore the invalid value %j', (value) => {
    expect(activeFilters(parseFilters(value, FIELDS))).toEqual([]);
    expect(toApiFilters(parseFilters(value, FIELDS))).toEqual({});
  });

  it('ignore the date of the latest login if "never" is selected', () => {
    const filters = parseFilters({ last_login: { $null: 'true', $gte: '2026-02-03' } });
    expect(toApiFilters(filters)).toEqual({ last_login: { $null: true } });
    expect(withoutFilter(filters, 'last_login')).toEqual({ ...NO_FILTERS });
  });
});

describe('calendar days', () => {
  it('are validated and have exact bounds', () => {
    expect(parseDay('2028-02-29')).toBe('2028-02-29');
    expect(parseDay('2026-02-29')).toBeUndefined();
    expect(parseDay('0099-12-31')).toBe('0099-12-31');
    expect(dayOf(new Date(startOfDay('2026-10-25')))).toBe('2026-10-25');
    expect(endOfDay('2026-12-31')).toBe(startOfDay('2027-01-01'));
  });
});

describe('the columns of the user list', () => {
  it('ignore invalid values in the storage of the browser', () => {
    expect(parseColumns(['created_at', 'nonsense', 'email'])).toEqual(['email', 'created_at']);
    expect(parseColumns('nonsense')).toEqual(DEFAULT_COLUMNS);
    expect(parseColumns([])).toEqual([]);
  });
});

describe('the password rules', () => {
  it.each([
    ['min-length', 6, 'abcde', false],
    ['min-length', 6, 'abcdef', true],
    ['max-bytes', 4, 'éé', true],
    ['max-bytes', 4, 'ééa', false],
    ['letters-and-digits', undefined, 'abc', false],
    ['letters-and-digits', undefined, 'abc1', false],
    ['letters-and-digits', undefined, 'Abc1', true],
    ['three-of-four', undefined, 'abc1', false],
    ['three-of-four', undefined, 'Abc1', true],
    ['three-of-four', undefined, 'ab 1', true],
    ['three-of-four', undefined, 'Ab~', true],
    ['three-of-four', undefined, 'Éb1', false],
    ['no-triples', undefined, 'aab', true],
    ['no-triples', undefined, 'aaab', false],
    ['custom', undefined, 'anything', undefined],
  ] as const)('evaluate %s (%s) for "%s" as %s', (code, value, password, met) => {
    expect(meetsRule({ code, value }, password)).toBe(met);
  });
});

describe('the validation errors of the server', () => {
  const complain = (errors: unknown) =>
    sortProblems({ name: 'ValidationError', message: 'All of it', details: { errors } }, [
      'email',
      'password',
    ]);

  it('are grouped by the fields of the form', () => {
    expect(
      complain([
        { path: ['data', 'email'], message: 'data.email: must be an email address' },
        { path: ['password'], message: 'Too short' },
        { path: ['password'], message: 'Too simple' },
        { path: ['data', 'age'], message: 'data.age: too old' },
      ])
    ).toEqual({
      byField: { email: ['must be an email address'], password: ['Too short', 'Too simple'] },
      other: ['data.age: too old'],
    });
  });

  it('consist of the message if there are no details', () => {
    expect(complain(undefined)).toEqual({ byField: {}, other: ['All of it'] });
  });
});

describe('the bulk operations of the list', () => {
  const operation = (id: string, changes: Partial<BulkOperation> = {}): BulkOperation => ({
    ...{ id, action: 'block', status: 'finished', by_selection: false, is_own: true },
    ...{ total: 3, estimated: false, done: 3, unchanged: 0, failed: 0, error: null },
    ...{ actor: 'ada@example.com', undo_of: null, can_undo: false },
    ...{ started_at: '2026-01-02T10:00:00.000Z', ended_at: null, expires_at: null },
    ...changes,
  });
  const undo = (changes: Partial<BulkOperation> = {}) =>
    operation('undo', { action: 'unblock', undo_of: 'a', ...changes });
  const all = (changes: Partial<BulkOperation> = {}) =>
    operation('a', { by_selection: true, ...changes });
  const list = (operations: BulkOperation[], unseen: string[] = [], dismissed: string[] = []) =>
    listedOperations(operations, { unseen, dismissed }).map(({ id }) => id);

  it('are those that run, and one’s own whose result was shown nowhere else', () => {
    expect(list([operation('a', { status: 'running', is_own: false }), operation('b')])).toEqual([
      'a',
    ]);
    expect(list([all()])).toEqual(['a']);
    expect(list([all({ is_own: false })])).toEqual([]);
    expect(list([operation('a')], ['a'])).toEqual(['a']);
    expect(list([operation('a')], ['a'], ['a'])).toEqual([]);
  });

  it('have no undo that was complete within its request, nor what it undid', () => {
    expect(list([undo(), all()])).toEqual([]);
    expect(list([undo(), all()], ['undo'])).toEqual(['undo']);
  });

  it.each<Partial<BulkOperation>>([{ status: 'cancelled' }, { status: 'failed' }, { failed: 1 }])(
    'have an undo that was incomplete (%j), and what it should undo',
    (changes) => {
      expect(list([undo(changes), operation('a')])).toEqual(['undo', 'a']);
      expect(list([undo(changes), all()], [], ['undo'])).toEqual(['a']);
      expect(list([undo(), undo({ id: 'first', ...changes }), all()])).toEqual([]);
    }
  );

  it('keep what is undone until the undo has ended', () =>
    expect(list([undo({ status: 'running' }), all()])).toEqual(['undo', 'a']));
});
