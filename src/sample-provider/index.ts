import type { Core } from '@strapi/strapi';

interface UserInfo {
  login: string;
  email: string;
  /** Whatever else it says of somebody. */
  [attribute: string]: unknown;
}

/** A provider named `sample` whose addresses are not fixed, as those that Strapi knows are. */
const providerAt = (url: string) => ({
  enabled: true,
  icon: '',
  grantConfig: {
    key: 'sample-client',
    secret: 'sample-secret',
    callback: `${url}/signed-in`,
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
      throw new Error(`The sample provider answered ${response.status}`);
    }
    const { login, ...said } = (await response.json()) as UserInfo;
    return { ...said, username: login };
  },
});

/** Adds the sample provider where `SAMPLE_PROVIDER_URL` names one: for tests on loopback. */
export const addSampleProvider = (strapi: Core.Strapi): void => {
  const url = process.env.SAMPLE_PROVIDER_URL;
  if (!url) {
    return;
  }
  strapi.plugin('users-permissions').service('providers-registry').add('sample', providerAt(url));
};
