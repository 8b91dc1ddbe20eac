import type { Core } from '@strapi/strapi';

interface UserInfo {
  login: string;
  email: string;
  /** Other attributes of the user. */
  [attribute: string]: unknown;
}

/** Unlike those of Strapi's built-in providers, the URLs of this one are configurable. */
const providerAt = (url: string) => ({
  enabled: true,
  icon: '',
  grantConfig: {
    key: 'sample-client',
    secret: 'sample-secret',
    callback: `${url}/logged-in`,
    scope: ['email'],
    oauth: 2,
    authorize_url: `${url}/authorize`,
    access_url: `${url}/token`,
  },
  async authCallback({ accessToken }: { accessToken: string }) {
    const response = await fetch(`${url}/userinfo`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    if (!response.ok) {
      throw new Error(`The sample provider returned status ${response.status}`);
    }
    const { login, ...claims } = (await response.json()) as UserInfo;
    return { ...claims, username: login };
  },
});

/** Adds the provider `sample` if `SAMPLE_PROVIDER_URL` is set. Tests use it on loopback. */
export const addSampleProvider = (strapi: Core.Strapi): void => {
  const url = process.env.SAMPLE_PROVIDER_URL;
  if (!url) {
    return;
  }
  strapi.plugin('users-permissions').service('providers-registry').add('sample', providerAt(url));
};
