import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import type { JsonObject } from '../../../../../shared/contracts/users';
import { schemaRule } from '../../../../../shared/error-texts';
import { SourceError } from '../../../model/connections/errors';
import type { ConnectionRef, SourceUser, Strategy } from '../../../model/connections/strategy';
import { coded } from '../../../utils/errors';
import { isPrivateAllowed } from '../../http/guarded-fetch';
import type { SourceOperations } from '../base/external-source/operations';
import { sourceOptions } from '../base/external-source/options';
import { createSourceStrategy } from '../base/external-source/strategy';
import { createClient, OPERATIONS, type Operation, type OperationOutcome } from './client';
import { testWebServiceConnection } from './connection-test';

const MIN_SECRET = 32;

const FURTHER = OPERATIONS.filter((operation) => operation !== 'login') as Exclude<
  Operation,
  'login'
>[];

const plainUrl = (text: string): boolean => {
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === '');
};

export const webServiceOptions = (strapi: Core.Strapi) =>
  z.strictObject({
    url: z
      .url({ protocol: /^https?$/, message: 'must be an http or https URL', abort: true })
      .max(2048)
      .refine(plainUrl, { ...schemaRule('url_plain'), abort: true })
      .refine(
        (text) => text.startsWith('https:') || isPrivateAllowed(strapi, new URL(text)),
        'must begin with https:// unless the plugin configuration lists the host in sources.allowedPrivateHosts'
      )
      .describe('The URL of the service; requests append the name of the operation'),
    secret: z
      .string()
      .min(MIN_SECRET)
      .max(512)
      .describe('The key that signs requests; the service needs the same one'),
    operations: z
      .array(z.enum(FURTHER))
      .default(['get-user'])
      .describe('The operations that the service supports besides login'),
    ...sourceOptions,
  });

const responseOf = (outcome: OperationOutcome): JsonObject | null =>
  outcome.kind === 'done' ? outcome.response : null;

const requireDone = ({ kind }: OperationOutcome): void => {
  if (kind === 'done') {
    return;
  }
  throw new SourceError('refused', coded('source_unknown_user'));
};

const userGiven = ({ externalId: id, email }: SourceUser) => ({ id, email });

/** Users of an HTTP service that the owner of the site runs. */
export const createWebServiceStrategy = (strapi: Core.Strapi): Strategy => {
  const operations = (connection: ConnectionRef): SourceOperations => {
    const offered = connection.options.operations as Operation[];
    const has = (operation: Operation): boolean => offered.includes(operation);
    const client = createClient(strapi, connection);
    const change = async (operation: Operation, payload: object) =>
      requireDone(await client.send(operation, payload));
    return {
      login: async (login) => responseOf(await client.send('login', login)),
      ...(has('get-user') && {
        getUser: async (identifier) =>
          responseOf(await client.sendAgain('get-user', { identifier })),
      }),
      ...(has('create') && {
        create: async (account) => responseOf(await client.send('create', account)),
      }),
      ...(has('change-email') && {
        changeEmail: (user, email) =>
          change('change-email', { ...userGiven(user), new_email: email }),
      }),
      ...(has('change-password') && {
        changePassword: (user, password) =>
          change('change-password', { ...userGiven(user), password }),
      }),
      ...(has('verify-email') && {
        verifyEmail: (user) => change('verify-email', userGiven(user)),
      }),
      ...(has('delete') && {
        delete: async (user) => void (await client.send('delete', userGiven(user))),
      }),
    };
  };

  return createSourceStrategy(strapi, {
    name: 'web-service',
    options: webServiceOptions(strapi),
    secrets: ['secret'],
    destinations: ['url'],
    operations,
    test: (connection) =>
      testWebServiceConnection(createClient(strapi, connection), operations(connection)),
  });
};
