import {
  defaultFields,
  toFields,
} from '../../../plugins/user-profile/admin/src/components/Export/exportFields';
import {
  doubledColumns,
  hasConnections,
  initialChoices,
  isModeAllowed,
  locateChoiceProblem,
  parseHashConfig,
  targetsOf,
  toRunOptions,
} from '../../../plugins/user-profile/admin/src/pages/Import/importForm';
import { importOptions } from '../../../plugins/user-profile/shared/contracts/imports';
import { EXPORT_COLUMNS } from '../../../plugins/user-profile/shared/export-fields';
import { describeImport } from '../../support/import-pages';

const csv = (changes: Parameters<typeof describeImport>[0] = {}) =>
  describeImport({
    columns: ['E-mail', 'Plan', '__proto__'],
    suggested_mapping: { 'E-mail': 'email', Plan: null },
    ...changes,
  }).data;

const CONTEXT = {
  preset: 'local',
  connections: ['local', 'google'],
  mayUpdate: true,
  hashText: '',
};

describe('the form of an import', () => {
  it('begins with the mapping that the server suggests', () => {
    expect(initialChoices(csv(), CONTEXT)).toMatchObject({
      connection: 'local',
      matchBy: 'email',
      mode: 'skip',
      mapping: { 'E-mail': 'email', Plan: null },
    });
  });

  it('begins with the options of the last run', () => {
    const options = {
      connection: 'customers',
      match_by: 'user_id' as const,
      mode: 'merge' as const,
      mapping: { Plan: 'user_metadata.plan' },
    };
    expect(initialChoices(csv({ options }), CONTEXT)).toMatchObject({
      connection: 'customers',
      matchBy: 'user_id',
      mode: 'merge',
      mapping: { 'E-mail': null, Plan: 'user_metadata.plan' },
    });
  });

  it('begins with skip for a role that may not change users, whatever the last run did', () => {
    const options = { mode: 'merge' as const };
    const context = { ...CONTEXT, mayUpdate: false };
    expect(initialChoices(csv({ options }), context).mode).toBe('skip');
    expect(isModeAllowed('merge', false)).toBe(false);
    expect(isModeAllowed('skip', false)).toBe(true);
    expect(isModeAllowed('replace', true)).toBe(true);
  });

  it('maps each of several connections in the file, first to the one with the same name', () => {
    const { data } = describeImport({ format: 'auth0', connections: ['google', 'facebook'] });
    const choices = initialChoices(data, { ...CONTEXT, preset: '' });
    expect(choices.connections).toEqual({ google: 'google', facebook: '' });
    expect(hasConnections(data, choices)).toBe(true);
    const mapped = { ...choices, connections: { google: '', facebook: ' local ' } };
    expect(toRunOptions(data, mapped, true).connections).toEqual({ facebook: 'local' });
    const none = { ...choices, connections: { google: '', facebook: '' } };
    expect(toRunOptions(data, none, true).connections).toBeUndefined();
    expect(hasConnections(data, none)).toBe(false);
    expect(hasConnections({ ...data, format: 'export' }, none)).toBe(true);
  });

  it('maps no connections if the file has one', () => {
    const { data } = describeImport({ format: 'auth0', connections: ['google'] });
    expect(initialChoices(data, CONTEXT).connections).toEqual({});
  });

  it('keeps the connections of the last run', () => {
    const options = { connections: { facebook: 'local' } };
    const { data } = describeImport({ format: 'auth0', connections: ['google'], options });
    expect(initialChoices(data, CONTEXT)).toMatchObject({
      connection: '',
      connections: { google: '', facebook: 'local' },
    });
  });

  it('recognizes users by user ID if the file has one', () => {
    const columns = { columns: ['id'], suggested_mapping: { id: 'user_id' } };
    expect(initialChoices(csv(columns), CONTEXT).matchBy).toBe('user_id');
    const { data } = describeImport({ format: 'auth0' });
    expect(initialChoices(data, CONTEXT).matchBy).toBe('user_id');
  });

  it('offers attributes, account fields and a key of the metadata for a column', () => {
    const targets = targetsOf('Price in $ p.a.', 'user_metadata.price', ['company']);
    expect(targets).toEqual(
      expect.arrayContaining([
        'email',
        'account_fields.company',
        'user_metadata.Price in _ p_a_',
        'user_metadata.price',
      ])
    );
    expect(targetsOf('user_metadata.plan', null, [])).toContain('user_metadata.plan');
    expect(new Set(targets).size).toBe(targets.length);
  });

  it('finds columns with the same attribute', () => {
    expect(doubledColumns({ one: 'email', two: null, three: null, four: 'email' })).toEqual([
      'one',
      'four',
    ]);
  });

  it.each([
    [
      'hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: a+b/c==,\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}',
    ],
    [
      '{"base64_signer_key": "a+b/c==", "base64_salt_separator": "Bw==", "rounds": 8, "mem_cost": 14}',
    ],
  ])('reads the parameters of Firebase from %j', (text) => {
    expect(parseHashConfig(text)).toEqual({
      base64_signer_key: 'a+b/c==',
      base64_salt_separator: 'Bw==',
      rounds: 8,
      mem_cost: 14,
    });
  });

  it('reads no parameters if one is missing', () => {
    expect(parseHashConfig('base64_signer_key: abc, rounds: 8, mem_cost: 14')).toBeUndefined();
    expect(
      parseHashConfig('base64_signer_key: a, base64_salt_separator: b, rounds: x, mem_cost: 1')
    ).toBeUndefined();
  });

  it('sends options that the contract accepts, without those of other formats', () => {
    const userImport = csv();
    const choices = initialChoices(userImport, {
      ...CONTEXT,
      preset: ' local ',
      hashText: 'rounds: 8',
    });
    const sent = toRunOptions(userImport, choices, true);
    expect(importOptions.parse(JSON.parse(JSON.stringify(sent)))).toEqual({
      connection: 'local',
      match_by: 'email',
      mode: 'skip',
      dry_run: true,
      mapping: { 'E-mail': 'email', Plan: null },
    });
    const { data } = describeImport({ format: 'export' });
    expect(
      toRunOptions(data, initialChoices(data, { ...CONTEXT, preset: '' }), false)
    ).toMatchObject({
      connection: undefined,
      mapping: undefined,
      hash_config: undefined,
      dry_run: false,
    });
  });

  it('shows a problem at its choice', () => {
    const path = ['data', 'mapping', 'Plan'];
    expect(locateChoiceProblem({ path, message: 'data.mapping.Plan: is unknown' })).toEqual({
      field: 'mapping',
      message: 'is unknown',
    });
  });
});

describe('the attributes of an export', () => {
  it('are those that the server chooses by default', () => {
    expect(defaultFields('csv', []).fields).toEqual(EXPORT_COLUMNS);
    expect(defaultFields('ndjson', []).fields).toContain('identities');
    expect(defaultFields('ndjson', []).fields).not.toContain('connection');
  });

  it('are sent in the order of the columns', () => {
    expect(toFields({ fields: ['name', 'user_id', 'email'], own: [] })).toEqual({
      fields: ['user_id', 'email', 'name'],
      account_fields: [],
    });
  });
});
