import {
  checkAccountValues,
  initialAccountValues,
  toAccountFields,
} from '../../../plugins/user-profile/admin/src/components/AccountFields/accountValues';
import {
  emptyValues,
  locateCreateProblem,
  toBody,
} from '../../../plugins/user-profile/admin/src/pages/Users/Create/createForm';
import type {
  AccountField,
  AccountFieldType,
} from '../../../plugins/user-profile/shared/contracts/account-fields';

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
      field: 'create.error.json',
    });
  });

  it('is sent under account_fields, with JSON as a value', () => {
    const fields = [fieldOf('json'), fieldOf('string', { name: 'company' })];
    const values = toAccountFields(fields, { field: '{"a": 1}', company: 'ACME' });
    expect(toBody(emptyValues('local'), undefined, values).data).toMatchObject({
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
