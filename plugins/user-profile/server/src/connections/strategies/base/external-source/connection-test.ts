import { randomBytes } from 'node:crypto';

import type { ConnectionTestStep } from '../../../../../../shared/connection-test-steps';
import type { ConnectionTest } from '../../../../../../shared/contracts/connections';
import { describeSourceError, SourceError } from '../../../../model/connections/errors';
import type { PasswordLogin } from '../../../../model/connections/strategy';
import { errorText } from '../../../../utils/error-text';
import { coded, type CodedText } from '../../../../utils/errors';
import type { SourceOperations } from './operations';

export type TestStep = ConnectionTest['steps'][number];

export const passed = (name: ConnectionTestStep, text: CodedText): TestStep => ({
  name,
  ok: true,
  ...text,
});
export const failed = (name: ConnectionTestStep, text: CodedText): TestStep => ({
  name,
  ok: false,
  ...text,
});

/** A step that failed with an error: a text of the plugin and at most an error code of the source. */
export const failedWith = (name: ConnectionTestStep, error: unknown): TestStep => {
  if (!(error instanceof SourceError)) {
    const text = coded('test_failed_unexpectedly');
    return error instanceof Error
      ? { name, ok: false, message: errorText(error) }
      : failed(name, text);
  }
  const { text, detail } = error;
  return {
    name,
    ok: false,
    ...(typeof text === 'string' ? {} : text),
    message: describeSourceError(error),
    ...(detail && { detail }),
  };
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
      ? passed(name, coded('test_user_unknown'))
      : failed(name, coded('test_user_accepted'));
  } catch (error) {
    return failedWith(name, error);
  }
};
