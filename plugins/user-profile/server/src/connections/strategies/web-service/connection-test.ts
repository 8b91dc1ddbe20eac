import { randomBytes } from 'node:crypto';

import type { ConnectionTest } from '../../../../../shared/contracts/connections';
import { SourceError } from '../../../model/connections/errors';
import { coded } from '../../../utils/errors';
import {
  askForUnknownUser,
  failed,
  unknownUser,
  passed,
  failedWith,
  type TestStep,
} from '../base/external-source/connection-test';
import type { SourceOperations } from '../base/external-source/operations';
import type { Client } from './client';

/** A service that accepts any signature is open to everyone who finds its URL. */
const testSignature = async (client: Client, { getUser }: SourceOperations): Promise<TestStep> => {
  const { identifier, password } = unknownUser();
  const wrongSecret = randomBytes(32).toString('hex');
  try {
    const { kind } = getUser
      ? await client.send('get-user', { identifier }, wrongSecret)
      : await client.send('login', { identifier, password }, wrongSecret);
    if (kind === 'wrong-credentials') {
      return passed('signature', coded('test_signature_unauthorized'));
    }
  } catch (error) {
    if (error instanceof SourceError && error.fault === 'refused') {
      return passed('signature', coded('test_signature_rejected'));
    }
    return failedWith('signature', error);
  }
  return failed('signature', coded('test_signature_accepted'));
};

/** Asks the service for a user that cannot exist, first with a valid signature, then with a wrong one. */
export const testWebServiceConnection = async (
  client: Client,
  operations: SourceOperations
): Promise<ConnectionTest> => {
  const step = await askForUnknownUser(operations);
  const steps = step.ok ? [step, await testSignature(client, operations)] : [step];
  return { ok: steps.every(({ ok }) => ok), steps };
};
