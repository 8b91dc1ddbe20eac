import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { SourceError } from '../../../model/connections/errors';
import type {
  ConnectionRef,
  SourceUser,
  SiteFunction,
  Strategy,
} from '../../../model/connections/strategy';
import { coded } from '../../../utils/errors';
import { withTimeout } from '../../../utils/with-timeout';
import { askForUnknownUser } from '../base/external-source/connection-test';
import type { SourceOperations } from '../base/external-source/operations';
import { sourceOptions } from '../base/external-source/options';
import { parseResponse } from '../base/external-source/parse-response';
import { createSourceStrategy } from '../base/external-source/strategy';
import { errorOf, isWrongCredentials } from './errors';
import type { CustomDatabaseFunctions, CustomDatabaseUser } from './functions';

export const customDatabaseOptions = z.strictObject(sourceOptions);

const FUNCTIONS = [
  'login',
  'getUser',
  'create',
  'changeEmail',
  'changePassword',
  'verify',
  'delete',
] as const satisfies (keyof CustomDatabaseFunctions)[];

type Name = keyof CustomDatabaseFunctions;

type Call = (...given: unknown[]) => unknown;

const call = async (
  { functions, options }: ConnectionRef,
  name: Name,
  ...given: unknown[]
): Promise<unknown> => {
  const work = functions?.[name] as Call | undefined;
  if (!work) {
    throw new SourceError(
      'misconfigured',
      coded('source_not_configured'),
      `the function ${name} is missing`
    );
  }
  try {
    return await withTimeout(
      Number(options.timeout_ms),
      (signal) => work(...given, { signal }),
      () => new SourceError('timeout', coded('source_timeout'), name)
    );
  } catch (error) {
    if (name === 'login' && isWrongCredentials(error)) {
      return null;
    }
    throw errorOf(name, error);
  }
};

const userGiven = ({ externalId: id, email }: SourceUser): CustomDatabaseUser => ({ id, email });

const requireDone = (result: unknown): void => {
  if (result !== false) {
    return;
  }
  throw new SourceError('refused', coded('source_rejected_change'));
};

const operations = (connection: ConnectionRef): SourceOperations => {
  const has = (name: Name): boolean => connection.functions?.[name] !== undefined;
  const ask = async (name: Name, ...given: unknown[]) =>
    parseResponse(await call(connection, name, ...given));
  const change = async (name: Name, ...given: unknown[]) =>
    requireDone(await call(connection, name, ...given));
  return {
    login: ({ identifier, password }) => ask('login', identifier, password),
    ...(has('getUser') && { getUser: (identifier) => ask('getUser', identifier) }),
    ...(has('create') && { create: (account) => ask('create', account) }),
    ...(has('changeEmail') && {
      changeEmail: (user, email) => change('changeEmail', userGiven(user), email),
    }),
    ...(has('changePassword') && {
      changePassword: (user, password) => change('changePassword', userGiven(user), password),
    }),
    ...(has('verify') && { verifyEmail: (user) => change('verify', userGiven(user)) }),
    ...(has('delete') && { delete: (user) => change('delete', userGiven(user)) }),
  };
};

const functionProblems = (functions: Record<string, SiteFunction>): string[] => {
  const unknown = Object.keys(functions).filter((name) => !FUNCTIONS.includes(name as Name));
  return [
    ...(functions.login ? [] : ['functions.login: is required']),
    ...unknown.map((name) => `functions.${name}: must be one of ${FUNCTIONS.join(', ')}`),
  ];
};

/** Users of an external database, accessed by functions in the configuration of the plugin. */
export const createCustomDatabaseStrategy = (strapi: Core.Strapi): Strategy =>
  createSourceStrategy(strapi, {
    name: 'custom-database',
    options: customDatabaseOptions,
    configOnly: true,
    functionProblems,
    operations,
    test: async (connection) => {
      const step = await askForUnknownUser(operations(connection));
      return { ok: step.ok, steps: [step] };
    },
  });
