import { z } from '@strapi/utils';

import {
  validateConnection,
  valuesOf,
} from '../../../plugins/user-profile/admin/src/pages/Connections/Form/connectionValues';
import { locateProblem } from '../../../plugins/user-profile/admin/src/pages/Connections/Form/locateProblem';
import {
  fieldsOf,
  fieldsOfValues,
} from '../../../plugins/user-profile/admin/src/pages/Connections/Form/optionFields';
import {
  toOptions,
  toValues,
} from '../../../plugins/user-profile/admin/src/pages/Connections/Form/optionValues';
import { sortProblems } from '../../../plugins/user-profile/admin/src/utils/fieldErrors';
import type { Connection } from '../../../plugins/user-profile/shared/contracts/connections';
import type { JsonObject } from '../../../plugins/user-profile/shared/contracts/json';

const describeOptions = (schema: z.ZodType, secrets: string[] = []) => ({
  name: 'sample',
  type: 'enterprise' as const,
  options: z.toJSONSchema(schema, { io: 'input' }) as JsonObject,
  secrets,
  destinations: [],
});

const sample = describeOptions(
  z.strictObject({
    disable_signup: z.boolean().default(false),
    note: z.string().max(100).optional().describe('Anything'),
    seconds: z.number().int().min(1).max(60).default(10),
    level: z.enum(['low', 'high']).default('low'),
    origins: z.array(z.url()).default([]),
    operations: z.array(z.enum(['find', 'create'])).default(['find']),
    headers: z.record(z.string(), z.string()).default({}),
    claims: z.strictObject({ email: z.string().optional(), name: z.string().optional() }),
    rules: z.array(z.object({ from: z.string() })).optional(),
    limit: z.number().nullable().optional(),
    api_key: z.string().min(8),
  }),
  ['api_key']
);

const fields = fieldsOf(sample);

const start: JsonObject = {
  claims: { email: 'mail' },
  headers: { Accept: 'text/plain' },
  origins: ['https://a.example.com/', 'https://b.example.com/'],
  limit: 3,
};

const connection = {
  name: 'acme',
  display_name: 'Acme',
  enabled: true,
  options: start,
  secrets_set: ['api_key'],
  secrets_unreadable: [],
} as unknown as Connection;

describe('the connection form', () => {
  it('has a field for each option, required ones first and common ones last', () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['claims', 'group'],
      ['api_key', 'secret'],
      ['note', 'text'],
      ['seconds', 'number'],
      ['level', 'choice'],
      ['origins', 'list'],
      ['operations', 'choices'],
      ['headers', 'map'],
      ['rules', 'json'],
      ['limit', 'number'],
      ['disable_signup', 'flag'],
    ]);
    expect(fields.find(({ name }) => name === 'seconds')).toMatchObject({
      required: false,
      isWhole: true,
      min: 1,
      max: 60,
      defaultValue: 10,
    });
    expect(fields.find(({ name }) => name === 'note')).toMatchObject({
      description: 'Anything',
      maxLength: 100,
    });
    expect(fields.find(({ name }) => name === 'limit')).toMatchObject({ isWhole: false });
  });

  it('returns the given options with the defaults', () => {
    expect(toOptions(fields, toValues(fields, start))).toEqual({
      ...start,
      seconds: 10,
      level: 'low',
      operations: ['find'],
      disable_signup: false,
    });
  });

  it('sends an empty list only if the default is not empty', () => {
    const values = { ...toValues(fields, start), origins: ' \n', operations: [], headers: [] };
    const options = toOptions(fields, values);
    expect(options).not.toHaveProperty('origins');
    expect(options).not.toHaveProperty('headers');
    expect(options.operations).toEqual([]);
  });

  it('sends a new secret, null to remove it and nothing to keep it', () => {
    const values = toValues(fields, start);
    expect(toOptions(fields, values)).not.toHaveProperty('api_key');
    expect(toOptions(fields, { ...values, api_key: ' blanks stay ' }).api_key).toBe(
      ' blanks stay '
    );
    expect(toOptions(fields, { ...values, api_key: null }).api_key).toBeNull();
  });

  it('reports missing and out-of-range values and leaves the rest to the server', () => {
    const values = valuesOf(fields, undefined);
    const complaints = (changes: object, of?: Connection) =>
      validateConnection(fields, { ...values, name: 'acme', ...changes }, of);
    const complain = (options: object) =>
      complaints({ options: { ...toValues(fields, start), api_key: 'long enough', ...options } });

    expect(Object.keys(complaints({ name: ' ' }))).toEqual([
      'name',
      'options.claims',
      'options.api_key',
    ]);
    expect(complaints({ name: 'a--b' })).toMatchObject({
      name: { id: 'connections.form.error.name' },
    });
    expect(complain({})).toEqual({});
    expect(complain({ seconds: 0 })).toEqual({
      'options.seconds': { id: 'connections.form.error.min', values: { min: 1 } },
    });
    expect(complain({ seconds: 61 })).toEqual({
      'options.seconds': { id: 'connections.form.error.max', values: { max: 60 } },
    });
    expect(complain({ seconds: 1.5 })).toHaveProperty(['options.seconds']);
    expect(complain({ api_key: 'short' })).toEqual({
      'options.api_key': { id: 'connections.form.error.short', values: { min: 8 } },
    });
    expect(complain({ rules: '[{' })).toHaveProperty(['options.rules']);
    expect(complain({ headers: [{ key: '', value: 'x' }] })).toHaveProperty(['options.headers']);
    const twice = [
      { key: 'A', value: '1' },
      { key: 'A ', value: '2' },
    ];
    expect(complain({ headers: twice })).toEqual({
      'options.headers': { id: 'connections.form.error.twice', values: { key: 'A' } },
    });
  });

  it('requires a secret again only if the stored one is to be removed', () => {
    const values = valuesOf(fields, connection);
    expect(validateConnection(fields, values, connection)).toEqual({});
    const without = { ...values, options: { ...values.options, api_key: null } };
    expect(validateConnection(fields, without, connection)).toHaveProperty(['options.api_key']);
    expect(validateConnection(fields, { ...values, display_name: ' ' }, connection)).toHaveProperty(
      ['display_name']
    );
  });

  it('derives fields from the values if the schema is unknown', () => {
    const found = fieldsOfValues({ a: 1, b: true, c: 'x', d: ['x'], e: { f: 1 } }, ['g']);
    expect(found.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'number'],
      ['b', 'flag'],
      ['c', 'text'],
      ['d', 'list'],
      ['e', 'json'],
      ['g', 'secret'],
    ]);
  });

  it('assigns the errors of the server to the fields', () => {
    const problem = (path: string[], message: string) => ({ path, message });
    const error = {
      name: 'ValidationError' as const,
      message: 'all of it',
      details: {
        errors: [
          problem(['name'], 'name: is taken'),
          problem(['options', 'seconds'], 'options.seconds: Too big'),
          problem(['options', 'origins', '1'], 'options.origins.1: Invalid URL'),
          problem(['options', 'headers', 'a b'], 'options.headers.a b: must be a name'),
          problem(['options', 'other'], 'unknown'),
          problem(['strategy'], 'Unknown strategy'),
        ],
      },
    };
    const names = ['name', ...fields.map(({ name }) => `options.${name}`)];
    const locate = locateProblem((line) => `Line ${line}`);
    expect(sortProblems(error, names, locate)).toEqual({
      byField: {
        name: ['Is taken'],
        'options.seconds': ['Too big'],
        'options.origins': ['Line 2: Invalid URL'],
        'options.headers': ['a b: must be a name'],
      },
      other: ['unknown', 'Unknown strategy'],
    });
    expect(sortProblems({ name: 'X', message: 'broken' }, names, locate).other).toEqual(['broken']);
  });
});
