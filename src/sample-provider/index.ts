import type { Core } from '@strapi/strapi';

interface UserInfo {
  login: string;
  email: string;
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
    if (!response.ok) throw new Error(`The sample provider answered ${response.status}`);
    const { login, email } = (await response.json()) as UserInfo;
    return { username: login, email };
  },
});

/** Adds the sample provider where `SAMPLE_PROVIDER_URL` names one: for tests on loopback. */
export const addSampleProvider = (strapi: Core.Strapi): void => {
  const url = process.env.SAMPLE_PROVIDER_URL;
  if (!url) return;
  strapi.plugin('users-permissions').service('providers-registry').add('sample', providerAt(url));
};
