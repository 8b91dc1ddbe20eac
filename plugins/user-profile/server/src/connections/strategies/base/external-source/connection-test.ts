import { randomBytes } from 'node:crypto';

import type { ConnectionTestStep } from '../../../../../../shared/connection-test-steps';
import type { ConnectionTest } from '../../../../../../shared/contracts/connections';
import { describeSourceError, SourceError } from '../../../../model/connections/errors';
import type { PasswordLogin } from '../../../../model/connections/strategy';
import type { SourceOperations } from './operations';

export type TestStep = ConnectionTest['steps'][number];

export const passed = (name: ConnectionTestStep, message: string): TestStep => ({
  name,
  ok: true,
  message,
});
export const failed = (name: ConnectionTestStep, message: string): TestStep => ({
  name,
  ok: false,
  message,
});

/** The message of a failed step: a text of the plugin and at most an error code of the source. */
export const describeFailure = (error: unknown): string => {
  if (!(error instanceof SourceError)) {
    return error instanceof Error ? error.message : 'an unexpected error';
  }
  return describeSourceError(error);
};

/** Credentials that no source can know, so a test with them changes nothing. */
export const unknownUser = (): PasswordLogin => ({
  identifier: `connection-test-${randomBytes(8).toString('hex')}@example.invalid`,
  password: randomBytes(16).toString('hex'),
});

/** Asks the source for a user that does not exist, as a login would. */
export const askForUnknownUser = async ({
  getUser,
  login,
}: SourceOperations): Promise<TestStep> => {
  const name = getUser ? 'get-user' : 'login';
  const { identifier, password } = unknownUser();
  try {
    const found = await (getUser ? getUser(identifier) : login({ identifier, password }));
    return found === null
      ? passed(name, 'The source responded that it does not know the test user')
      : failed(name, 'The source accepted a test user that does not exist');
  } catch (error) {
    return failed(name, describeFailure(error));
  }
};
