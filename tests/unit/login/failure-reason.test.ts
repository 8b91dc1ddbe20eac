import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { describeFailure } from '../../../plugins/user-profile/server/src/login/failure-reason';
import {
  InvalidCredentialsError,
  LoginRejectedError,
  SourceError,
} from '../../../plugins/user-profile/server/src/model/connections/errors';
import type { Attempt } from '../../../plugins/user-profile/server/src/request/attempt';
import { AUTH_ACTIONS } from '../../../plugins/user-profile/server/src/request/auth-action-events';
import { ConflictError } from '../../../plugins/user-profile/server/src/utils/errors';
import { maskIdentifier } from '../../../plugins/user-profile/server/src/utils/mask-identifier';

interface AccountState {
  blocked: boolean;
  confirmed: boolean;
}

const findOne = jest.fn<Promise<AccountState | null>, [object]>();

const strapi = { db: { query: () => ({ findOne }) } } as unknown as Core.Strapi;

const facts = { ip: '81.2.69.142' };

interface AttemptState {
  connection?: string | null;
  identifier?: string | null;
  accountId?: number | null;
  hasProvider?: boolean;
  tokenUser?: { accountId: number; deviceId: string | null } | null;
  rejection?: { type: string; reason: string } | null;
}

const attemptWith = ({
  connection = 'local',
  identifier = 'acacia@example.test',
  accountId = null,
  hasProvider = true,
  tokenUser = null,
  rejection = null,
}: AttemptState): Attempt =>
  ({
    connection,
    facts,
    subject: { accountId, identifier, hasProvider },
    tokenUser,
    rejection,
  }) as unknown as Attempt;

const failureOf = (error: unknown, state: AttemptState = {}, action = 'callback') =>
  describeFailure(strapi, AUTH_ACTIONS[action], attemptWith(state), error);

const invalid = () => new errors.ValidationError('Invalid identifier or password');
const rejected = () => new errors.ApplicationError('Rejected');

describe('maskIdentifier', () => {
  it('keeps an email address in lower case', () => {
    expect(maskIdentifier('Acacia@Example.TEST')).toBe('acacia@example.test');
  });

  it.each([
    'hunter2',
    'p@ss word',
    'two@signs@example.test',
    '@example.test',
    'acacia@',
    `${'a'.repeat(65)}@example.test`,
    `a@${'b'.repeat(191)}`,
    '',
  ])('masks %j, which could be a password', (identifier) => {
    expect(maskIdentifier(identifier)).toBe('*****');
  });
});

describe('the event of a failed login', () => {
  beforeEach(() => {
    findOne.mockReset();
    findOne.mockResolvedValue(null);
  });

  it.each<[string, () => unknown, string, string]>([
    ['an unknown user', () => new InvalidCredentialsError('unknown_user'), 'fu', 'unknown_user'],
    [
      'a wrong password',
      () => new InvalidCredentialsError('wrong_password'),
      'fp',
      'wrong_password',
    ],
    ['a wrong code', () => new InvalidCredentialsError('wrong_code'), 'f', 'wrong_code'],
    ['a source without response', () => new SourceError('timeout', 'Late'), 'f', 'source_timeout'],
    [
      'a disabled connection',
      () => new LoginRejectedError('connection_disabled', 'Disabled'),
      'f',
      'connection_disabled',
    ],
    ['a taken email address', () => new ConflictError('Taken', ['email']), 'f', 'email_taken'],
    [
      'a session that was ended during the login',
      () => new errors.ApplicationError('Invalid credentials'),
      'f',
      'session_ended',
    ],
  ])('has the type and reason of %s', async (_what, error, type, reason) => {
    const event = await failureOf(error(), { connection: 'members', accountId: 7 });
    expect(event).toMatchObject({ type, details: { reason } });
    expect(findOne).not.toHaveBeenCalled();
  });

  it('is an unknown user if Users & Permissions finds no account', async () => {
    expect(await failureOf(invalid())).toMatchObject({
      type: 'fu',
      accountId: undefined,
      details: { reason: 'unknown_user' },
    });
  });

  it('is a wrong password if Users & Permissions finds an account', async () => {
    expect(await failureOf(invalid(), { accountId: 7 })).toMatchObject({
      type: 'fp',
      accountId: 7,
      details: { reason: 'wrong_password' },
    });
  });

  it('is invalid without an identifier', async () => {
    expect(await failureOf(invalid(), { identifier: null })).toMatchObject({
      type: 'f',
      userName: null,
      details: { reason: 'invalid' },
    });
  });

  it.each<[string, AccountState | null]>([
    ['blocked', { blocked: true, confirmed: false }],
    ['unconfirmed', { blocked: false, confirmed: false }],
    ['provider_disabled', { blocked: false, confirmed: true }],
  ])('has the reason %s for the account %j', async (reason, account) => {
    findOne.mockResolvedValue(account);
    const event = await failureOf(rejected(), { accountId: 7 });
    expect(event).toMatchObject({ type: 'f', details: { reason } });
    expect(findOne.mock.calls[0][0]).toMatchObject({ where: { id: 7 } });
  });

  it('has the reason provider_disabled for a rejection without an account', async () => {
    const event = await failureOf(rejected());
    expect(event.details).toMatchObject({ reason: 'provider_disabled' });
  });

  it('has the reason source_refused for any other error of a connection', async () => {
    const event = await failureOf(rejected(), { connection: 'google', accountId: 7 });
    expect(event.details).toMatchObject({ reason: 'source_refused' });
    expect(findOne).not.toHaveBeenCalled();
  });
});

describe('the event of a failed call', () => {
  it('contains facts, connection and email address, but no other identifier', async () => {
    expect(await failureOf(invalid(), { identifier: 'Acacia@example.test' })).toMatchObject({
      facts,
      connection: 'local',
      userName: 'acacia@example.test',
    });
    expect((await failureOf(invalid(), { identifier: 'hunter2' })).userName).toBe('*****');
  });

  it('contains the message of the error, cut to 300 characters', async () => {
    const messageFor = async (error: unknown) => (await failureOf(error)).details?.message;
    expect(await messageFor(new errors.ValidationError('x'.repeat(400)))).toBe('x'.repeat(300));
    expect(await messageFor({ error: { message: 'Nested' } })).toBe('Nested');
    expect(await messageFor({ message: 7 })).toBe('');
    expect(await messageFor(undefined)).toBe('');
  });

  it('contains the detail of a source error', async () => {
    const withDetail = new SourceError('unreachable', 'Unreachable', 'db.example.test: ENOTFOUND');
    expect((await failureOf(withDetail)).details).toEqual({
      reason: 'source_unreachable',
      message: 'Unreachable',
      detail: 'db.example.test: ENOTFOUND',
    });
    const without = await failureOf(new SourceError('unreachable', 'Unreachable'));
    expect(without.details).not.toHaveProperty('detail');
  });

  it('has the failure type of its action and no reason for an ordinary error', async () => {
    const event = await failureOf(invalid(), { accountId: 7 }, 'register');
    expect(event.type).toBe('fs');
    expect(event.details).not.toHaveProperty('reason');
  });

  it('has the reason of an error of the plugin for every action', async () => {
    const event = await failureOf(new ConflictError('Taken'), {}, 'register');
    expect(event).toMatchObject({ type: 'fs', details: { reason: 'email_taken' } });
  });

  it('belongs to the user of the token if the call names no account', async () => {
    const tokenUser = { accountId: 9, deviceId: 'laptop' };
    expect(await failureOf(rejected(), { tokenUser }, 'refresh')).toMatchObject({
      type: 'fertft',
      accountId: 9,
      deviceId: 'laptop',
    });
    expect(await failureOf(rejected(), { tokenUser, accountId: 7 }, 'refresh')).toMatchObject({
      accountId: 7,
    });
  });

  it('has only the reason if the plugin itself rejected the call', async () => {
    const event = await failureOf(rejected(), {
      tokenUser: { accountId: 9, deviceId: 'laptop' },
      rejection: { type: 'limit_wc', reason: 'brute_force' },
    });
    expect(event).toEqual({
      type: 'limit_wc',
      facts,
      connection: 'local',
      accountId: 9,
      deviceId: 'laptop',
      details: { reason: 'brute_force' },
    });
  });
});
