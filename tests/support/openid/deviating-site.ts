import { mustCall } from '../admin-api';
import { createConnection, followRedirects } from '../connections';
import type { AnyBody } from '../http';
import type { TestStrapi } from '../strapi';
import { newEmail } from '../users';
import { newVisitor } from '../visitor';
import type { Deviations, DeviatingProvider } from './deviating-provider';

export const CLIENT = { client_id: 'sample-site', client_secret: 'sample-secret' };

/** For `startStrapi`: a site that may connect to the provider on loopback. */
export const getDeviatingSiteEnv = ({ host }: DeviatingProvider): Record<string, string> => ({
  USER_PROFILE_CONFIG: JSON.stringify({ sources: { allowedPrivateHosts: [host] } }),
});

/** Helpers for a site and its providers that deviate. The callbacks of its connections return tokens. */
export const deviatingSite = (app: TestStrapi, provider: DeviatingProvider) => {
  let count = 0;

  const getStartUrl = (name: string) => `${app.url}/api/user-profile/connect/${name}`;

  const runTest = async (name: string): Promise<AnyBody> =>
    (await mustCall(app, 'POST', `/connections/${name}/test`)).data;

  return {
    getStartUrl,
    runTest,

    /** A connection to a provider that deviates, and a user there. */
    async connect(deviations: Deviations = {}, options: object = {}) {
      count += 1;
      const name = `deviating-${count}`;
      const email = newEmail();
      const claims = { sub: `person-${count}`, email, email_verified: true, ...deviations.claims };
      const issuer = provider.createIssuer({ ...deviations, claims });
      const all = { issuer, ...CLIENT, ...options };
      await createConnection(app, { name, strategy: 'oidc', options: all });
      return { name, email };
    },

    async logIn(name: string): Promise<{ status: number | undefined; body: AnyBody }> {
      const { response } = await followRedirects(newVisitor(), getStartUrl(name));
      return { status: response?.status, body: await response?.json() };
    },

    async getFailedStep(name: string): Promise<AnyBody> {
      const { steps } = await runTest(name);
      return steps.find(({ ok }: { ok: boolean }) => !ok);
    },
  };
};
