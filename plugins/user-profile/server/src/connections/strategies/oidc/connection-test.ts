import type { ConnectionTest } from '../../../../../shared/contracts/connections';
import { describeSourceError, SourceError } from '../../../model/connections/errors';
import type { Clients, Library } from './client';
import { loadLibrary } from './client';
import { sourceErrorOf } from './failures';
import type { OidcOptions } from './options';

type Steps = ConnectionTest['steps'];
type Metadata = ReturnType<InstanceType<Library['Configuration']>['serverMetadata']>;

const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

const checkEndpoints = (metadata: Metadata): string => {
  const missing = NEEDED.filter((name) => !metadata[name]);
  if (missing.length > 0) {
    throw new SourceError(
      'invalid_response',
      `The discovery document of the provider lacks ${missing.join(', ')}`
    );
  }
  const types = metadata.response_types_supported;
  if (types && !types.includes('code')) {
    throw new SourceError(
      'invalid_response',
      'The provider does not support the authorization code flow'
    );
  }
  const userinfo = metadata.userinfo_endpoint ? 'with' : 'without';
  return `${metadata.authorization_endpoint}, ${userinfo} userinfo`;
};

const checkKeys = async (fetchFromSource: typeof fetch, { jwks_uri: uri }: Metadata) => {
  const response = await fetchFromSource(String(uri), { headers: { accept: 'application/json' } });
  const body: unknown = await response.json().catch(() => null);
  const { keys } = (body ?? {}) as { keys?: unknown };
  if (response.status === 200 && Array.isArray(keys) && keys.length > 0) {
    return keys.length === 1 ? '1 key' : `${keys.length} keys`;
  }
  throw new SourceError('invalid_response', 'The provider publishes no keys to verify its tokens');
};

/**
 * Requests everything from a provider that a login needs before the user logs in there: discovery
 * document, endpoints and keys.
 */
export const testConnection = async (
  clients: Clients,
  options: OidcOptions
): Promise<ConnectionTest> => {
  const steps: Steps = [];
  const step = async <T>(name: string, work: () => Promise<[T, string]>): Promise<T> => {
    try {
      const [result, message] = await work();
      steps.push({ name, ok: true, message });
      return result;
    } catch (error) {
      const sourceError = sourceErrorOf(await loadLibrary(), error);
      steps.push({ name, ok: false, message: describeSourceError(sourceError) });
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
    await step('endpoints', async () => [null, checkEndpoints(metadata)]);
    await step('keys', async () => [null, await checkKeys(clients.fetch, metadata)]);
    return { ok: true, steps };
  } catch (error) {
    if (!(error instanceof SourceError)) {
      throw error;
    }
    return { ok: false, steps };
  }
};
