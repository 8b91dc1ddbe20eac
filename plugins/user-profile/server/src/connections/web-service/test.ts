import { randomBytes } from 'node:crypto';
import type { ConnectionTest } from '../../../../shared/contracts/connections';
import { SourceError } from '../errors';
import type { ConnectionRef } from '../strategy';
import type { Client, Operation } from './client';

type Step = ConnectionTest['steps'][number];

const passed = (name: string, message: string): Step => ({ name, ok: true, message });
const failed = (name: string, message: string): Step => ({ name, ok: false, message });

const told = (error: unknown): string => {
  if (!(error instanceof SourceError)) {
    return error instanceof Error ? error.message : 'an unexpected error';
  }
  return error.detail ? `${error.message} (${error.detail})` : error.message;
};

/** Asks for somebody who does not exist, so that nothing changes. */
const question = ({ options }: ConnectionRef): { operation: Operation; payload: object } => {
  const identifier = `connection-test-${randomBytes(8).toString('hex')}@example.invalid`;
  const offered = options.operations as Operation[];
  return offered.includes('get-user')
    ? { operation: 'get-user', payload: { identifier } }
    : { operation: 'login', payload: { identifier, password: randomBytes(16).toString('hex') } };
};

/** A service that takes any signature lets in whoever finds it. */
const testSignature = async (client: Client, connection: ConnectionRef): Promise<Step> => {
  const { operation, payload } = question(connection);
  const wrongSecret = randomBytes(32).toString('hex');
  try {
    const { kind } = await client.send(operation, payload, wrongSecret);
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
  connection: ConnectionRef
): Promise<ConnectionTest> => {
  const steps: Step[] = [];
  const { operation, payload } = question(connection);
  try {
    const outcome = await client.send(operation, payload);
    const isRight = outcome.kind !== 'done' || outcome.said === null;
    steps.push(
      isRight
        ? passed(operation, 'The service answered that it does not know this user')
        : failed(operation, 'The service knows a user who does not exist')
    );
  } catch (error) {
    steps.push(failed(operation, told(error)));
  }
  if (steps[0].ok) steps.push(await testSignature(client, connection));
  return { ok: steps.every(({ ok }) => ok), steps };
};
