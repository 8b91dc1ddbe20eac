import { randomBytes } from 'node:crypto';

import type { ConnectionTest } from '../../../../../../shared/contracts/connections';
import { SourceError } from '../../../../model/connections/errors';
import type { PasswordLogin } from '../../../../model/connections/strategy';
import type { SourceOperations } from './operations';

export type TestStep = ConnectionTest['steps'][number];

export const passed = (name: string, message: string): TestStep => ({ name, ok: true, message });
export const failed = (name: string, message: string): TestStep => ({ name, ok: false, message });

/** What a test may tell of an error: a text of ours, and the source's own code at most. */
export const told = (error: unknown): string => {
  if (!(error instanceof SourceError)) {
    return error instanceof Error ? error.message : 'an unexpected error';
  }
  return error.detail ? `${error.message} (${error.detail})` : error.message;
};

/** Somebody whom no source can know, so that to ask for them changes nothing. */
export const nobody = (): PasswordLogin => ({
  identifier: `connection-test-${randomBytes(8).toString('hex')}@example.invalid`,
  password: randomBytes(16).toString('hex'),
});

/** Asks the source for somebody who does not exist, as a login would. */
export const askForNobody = async ({ getUser, login }: SourceOperations): Promise<TestStep> => {
  const name = getUser ? 'get-user' : 'login';
  const { identifier, password } = nobody();
  try {
    const said = await (getUser ? getUser(identifier) : login({ identifier, password }));
    return said === null
      ? passed(name, 'The source answered that it does not know this user')
      : failed(name, 'The source knows a user who does not exist');
  } catch (error) {
    return failed(name, told(error));
  }
};
