import type { ConnectionTestStep } from '../../../../../shared/connection-test-steps';
import type { ConnectionTest } from '../../../../../shared/contracts/connections';
import { SourceError } from '../../../model/connections/errors';
import { type CodedText, coded } from '../../../utils/errors';
import { failedWith } from '../base/external-source/connection-test';
import type { Clients } from './client';
import { authMethodOf, loadLibrary } from './client';
import { sourceErrorOf } from './failures';
import { checkMetadata, type Metadata } from './metadata-checks';
import type { OidcOptions } from './options';

type Steps = ConnectionTest['steps'];

const PUBLIC_KEY_TYPES = ['RSA', 'EC', 'OKP'];

const isSigningKey = (key: unknown): boolean => {
  const { kty, use } = (key ?? {}) as { kty?: unknown; use?: unknown };
  return PUBLIC_KEY_TYPES.includes(String(kty)) && (use === undefined || use === 'sig');
};

const checkKeys = async (fetchFromSource: typeof fetch, { jwks_uri: uri }: Metadata) => {
  const response = await fetchFromSource(String(uri), { headers: { accept: 'application/json' } });
  const type = response.headers.get('content-type')?.split(';')[0].trim() ?? 'none';
  const body: unknown = await response.json().catch(() => null);
  const { keys } = (body ?? {}) as { keys?: unknown };
  const usable = Array.isArray(keys) ? keys.filter(isSigningKey).length : 0;
  if (response.status !== 200 || usable === 0) {
    throw new SourceError(
      'invalid_response',
      coded('provider_no_keys'),
      `status ${response.status}, content type ${type.slice(0, 100)}`
    );
  }
  return coded('test_keys', { count: usable });
};

/** Errors that say that the client itself is not accepted, whatever the code is. */
const CLIENT_ERRORS = new Set(['invalid_client', 'unauthorized_client']);

/**
 * Sends an invented code. A provider checks the client before the code, so its error tells whether it
 * accepts the client ID and the secret.
 */
const checkClient = async (clients: Clients, options: OidcOptions, callback: string) => {
  const { library, client } = await clients.open(options);
  const method = authMethodOf(options, client.serverMetadata());
  const url = new URL(callback);
  url.searchParams.set('code', 'connection-test');
  url.searchParams.set('iss', client.serverMetadata().issuer);
  try {
    await library.authorizationCodeGrant(client, url, {
      ...(options.use_pkce ? { pkceCodeVerifier: library.randomPKCECodeVerifier() } : {}),
    });
  } catch (error) {
    const sourceError = sourceErrorOf(library, error);
    const isNetwork = !['refused', 'invalid_response', 'misconfigured'].includes(sourceError.fault);
    if (isNetwork || CLIENT_ERRORS.has(sourceError.detail ?? '')) {
      throw isNetwork
        ? sourceError
        : new SourceError('misconfigured', sourceError.text, `${sourceError.detail}, ${method}`);
    }
  }
  return method;
};

/**
 * Requests everything from a provider that a login needs before the user logs in there: discovery
 * document, endpoints, keys, and whether the provider accepts the client.
 *
 * @param callback the redirect URI of the connection
 */
export const testOidcConnection = async (
  clients: Clients,
  options: OidcOptions,
  callback: string
): Promise<ConnectionTest> => {
  const steps: Steps = [];
  const step = async <T>(
    name: ConnectionTestStep,
    work: () => Promise<[T, CodedText | string]>
  ): Promise<T> => {
    try {
      const [result, text] = await work();
      steps.push({ name, ok: true, ...(typeof text === 'string' ? { message: text } : text) });
      return result;
    } catch (error) {
      const sourceError = sourceErrorOf(await loadLibrary(), error);
      steps.push(failedWith(name, sourceError));
      throw sourceError;
    }
  };
  clients.forget(options);
  try {
    const metadata = await step('discovery', async () => {
      const { client } = await clients.open(options);
      const found = client.serverMetadata();
      return [found, found.issuer];
    });
    await step('endpoints', async () => [null, checkMetadata(metadata, options)]);
    await step('keys', async () => [null, await checkKeys(clients.fetch, metadata)]);
    await step('client', async () => [null, await checkClient(clients, options, callback)]);
    return { ok: true, steps };
  } catch (error) {
    if (!(error instanceof SourceError)) {
      throw error;
    }
    return { ok: false, steps };
  }
};
