import {
  checkAccountValues,
  initialAccountValues,
  toAccountFields,
} from '../../../plugins/user-profile/admin/src/components/AccountFields/accountValues';
import {
  checkValues,
  emptyValues,
  locateCreateProblem,
  offersInvitation,
  toBody,
} from '../../../plugins/user-profile/admin/src/pages/Users/Create/createForm';
import type {
  AccountField,
  AccountFieldType,
} from '../../../plugins/user-profile/shared/contracts/account-fields';
import type { Connection } from '../../../plugins/user-profile/shared/contracts/connections';
import { createUserBody } from '../../../plugins/user-profile/shared/contracts/user-writes';

const fieldOf = (type: AccountFieldType, changes: Partial<AccountField> = {}): AccountField => ({
  name: 'field',
  type,
  required: true,
  editable: true,
  default: null,
  enum: null,
  target: null,
  column: false,
  filter: false,
  ...changes,
});

describe('an account field in the Create User form', () => {
  it.each([
    ['string', 'None', 'None'],
    ['boolean', false, false],
    ['json', { a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
    ['json', null, null],
  ] as const)('of the type %s starts with its default %j', (type, value, initial) => {
    const field = fieldOf(type, { default: structuredClone(value) as AccountField['default'] });
    expect(initialAccountValues([field])).toEqual({ field: initial });
  });

  it.each([
    ['string', null],
    ['string', '  '],
    ['integer', null],
    ['boolean', null],
    ['json', ''],
  ] as const)('of the type %s must not be empty (%j)', (type, value) => {
    expect(checkAccountValues([fieldOf(type)], { field: value })).toEqual({
      field: 'common.error.required',
    });
  });

  it.each([
    ['string', 'x'],
    ['integer', 0],
    ['boolean', false],
    ['json', 'null'],
    ['json', '{"a": 1}'],
  ] as const)('of the type %s accepts %j', (type, value) => {
    expect(checkAccountValues([fieldOf(type)], { field: value })).toEqual({});
  });

  it('reports text that is not JSON', () => {
    expect(checkAccountValues([fieldOf('json')], { field: '{a' })).toEqual({
      field: 'common.error.json',
    });
  });

  it('is sent under account_fields, with JSON as a value', () => {
    const fields = [fieldOf('json'), fieldOf('string', { name: 'company' })];
    const values = toAccountFields(fields, { field: '{"a": 1}', company: 'ACME' });
    expect(toBody(emptyValues('local'), undefined, { accountFields: values }).data).toMatchObject({
      account_fields: { field: { a: 1 }, company: 'ACME' },
    });
    expect(toBody(emptyValues('local'), undefined).data).not.toHaveProperty('account_fields');
  });

  it('shows its problems even if it has the name of another field', () => {
    const message = 'account_fields.name: is required';
    expect(locateCreateProblem({ path: ['account_fields', 'name'], message })).toEqual({
      field: 'account_fields.name',
      message: 'is required',
    });
    expect(locateCreateProblem({ path: ['data', 'name'], message: 'taken' })).toEqual({
      field: 'name',
      message: 'taken',
    });
  });
});

describe('an invitation in the Create User form', () => {
  const values = { ...emptyValues('local'), email: 'acacia@example.test', password: 'typed' };
  const connectionOf = (invites: boolean) =>
    ({ capabilities: { invite_users: invites } }) as Connection;

  it('replaces the password', () => {
    expect(checkValues(values, undefined, { invite: true })).toEqual({});
    expect(Object.keys(checkValues(values, undefined))).toEqual(['repeat']);
    const { data } = toBody(values, undefined, { invite: true });
    expect(data).toEqual({ connection: 'local', email: 'acacia@example.test', invite: true });
    expect(createUserBody.safeParse({ data }).success).toBe(true);
  });

  it.each([
    ['without a list of connections, as the site says', null, undefined, true, true],
    ['without a list of connections, as the site says', null, undefined, false, false],
    ['if the connection invites', [connectionOf(true)], connectionOf(true), true, true],
    ['unless the connection does not', [connectionOf(true)], connectionOf(false), true, false],
    ['before a choice, if a connection invites', [connectionOf(true)], undefined, true, true],
    ['unless no connection invites', [connectionOf(false)], undefined, true, false],
  ])('is offered %s', (_when, connections, connection, siteInvites, isOffered) => {
    expect(offersInvitation(connections, connection, siteInvites)).toBe(isOffered);
  });

  it.each([[{}], [{ invite: false }], [{ invite: true, password: 'long enough' }]])(
    'and a password exclude each other in the request (%j)',
    (credentials) => {
      const data = { connection: 'local', email: 'acacia@example.test', ...credentials };
      expect(createUserBody.safeParse({ data }).error?.issues.map(({ path }) => path)).toEqual([
        ['data', 'password'],
      ]);
    }
  );
});
