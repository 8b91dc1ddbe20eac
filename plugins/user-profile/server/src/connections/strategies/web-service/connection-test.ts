import { randomBytes } from 'node:crypto';

import type { ConnectionTest } from '../../../../../shared/contracts/connections';
import { SourceError } from '../../../model/connections/errors';
import {
  askForNobody,
  failed,
  nobody,
  passed,
  told,
  type TestStep,
} from '../base/external-source/connection-test';
import type { SourceOperations } from '../base/external-source/operations';
import type { Client } from './client';

/** A service that takes any signature lets in whoever finds it. */
const testSignature = async (client: Client, { getUser }: SourceOperations): Promise<TestStep> => {
  const { identifier, password } = nobody();
  const wrongSecret = randomBytes(32).toString('hex');
  try {
    const { kind } = getUser
      ? await client.send('get-user', { identifier }, wrongSecret)
      : await client.send('login', { identifier, password }, wrongSecret);
    if (kind === 'wrong-credentials') {
      return passed(
        'signature',
        'The service refuses a wrong signature with 401; 403 tells it apart'
      );
    }
  } catch (error) {
    if (error instanceof SourceError && error.fault === 'refused') {
      return passed('signature', 'The service refuses a wrong signature');
    }
    return failed('signature', told(error));
  }
  return failed(
    'signature',
    'The service answered a request with a wrong signature: it must refuse it with 403'
  );
};

/** Asks the service for somebody whom it cannot know, first with the right signature. */
export const testService = async (
  client: Client,
  operations: SourceOperations
): Promise<ConnectionTest> => {
  const answer = await askForNobody(operations);
  const steps = answer.ok ? [answer, await testSignature(client, operations)] : [answer];
  return { ok: steps.every(({ ok }) => ok), steps };
};
