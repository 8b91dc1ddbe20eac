import { randomBytes } from 'node:crypto';

import type { ConnectionTest } from '../../../../../shared/contracts/connections';
import { SourceError } from '../../../model/connections/errors';
import {
  askForUnknownUser,
  failed,
  unknownUser,
  passed,
  describeFailure,
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
      return passed(
        'signature',
        'The service rejects a wrong signature, but with 401; use 403, since 401 means wrong credentials'
      );
    }
  } catch (error) {
    if (error instanceof SourceError && error.fault === 'refused') {
      return passed('signature', 'The service rejects a wrong signature');
    }
    return failed('signature', describeFailure(error));
  }
  return failed(
    'signature',
    'The service accepted a wrong signature; it must reject such requests with 403'
  );
};

/** Asks the service for a user that cannot exist, first with a valid signature, then with a wrong one. */
export const testConnection = async (
  client: Client,
  operations: SourceOperations
): Promise<ConnectionTest> => {
  const step = await askForUnknownUser(operations);
  const steps = step.ok ? [step, await testSignature(client, operations)] : [step];
  return { ok: steps.every(({ ok }) => ok), steps };
};
