import { claimsIn } from '../../plugins/user-profile/server/src/integration/providers/fetch-provider-profile';
import {
  type RequestJson,
  PROVIDER_APIS,
} from '../../plugins/user-profile/server/src/integration/providers/provider-apis';
import {
  rootAttributesIn,
  toSourceProfile,
} from '../../plugins/user-profile/server/src/model/connections/source-profile';
import type { JsonValue } from '../../plugins/user-profile/shared/contracts/users';

/** Sample responses from the API references of the providers. */
const RESPONSES: Record<string, Record<string, JsonValue>> = {
  github: {
    'https://api.github.com/user': {
      login: 'acacia',
      id: 1,
      avatar_url: 'https://avatars.githubusercontent.com/u/1',
      name: 'Acacia Sample',
      email: null,
    },
    'https://api.github.com/user/emails': [
      { email: 'acacia@example.test', primary: true, verified: true },
      { email: 'other@example.test', primary: false, verified: false },
    ],
  },
  google: {
    'https://openidconnect.googleapis.com/v1/userinfo': {
      sub: '1',
      name: 'Acacia Sample',
      given_name: 'Acacia',
      family_name: 'Sample',
      picture: 'https://lh3.googleusercontent.com/a',
      email: 'acacia@example.test',
      email_verified: true,
    },
  },
  discord: {
    'https://discord.com/api/users/@me': {
      id: '80351110224678912',
      username: 'acacia',
      global_name: 'Acacia Sample',
      avatar: '8342729096ea3675442027381ff50dfe',
      email: 'acacia@example.test',
      verified: true,
    },
  },
  microsoft: {
    'https://graph.microsoft.com/v1.0/me': {
      id: '1',
      displayName: 'Acacia Sample',
      givenName: 'Acacia',
      surname: 'Sample',
      mail: 'acacia@example.test',
      userPrincipalName: 'acacia@example.test',
    },
  },
  facebook: {
    'https://graph.facebook.com/me?fields=id,name,first_name,last_name,picture.type(large)': {
      id: '1',
      name: 'Acacia Sample',
      first_name: 'Acacia',
      last_name: 'Sample',
      picture: { data: { url: 'https://platform-lookaside.fbsbx.com/a', is_silhouette: false } },
    },
  },
  linkedin: {
    'https://api.linkedin.com/v2/me': {
      id: '1',
      localizedFirstName: 'Acacia',
      localizedLastName: 'Sample',
    },
  },
  twitch: {
    'https://api.twitch.tv/helix/users': {
      data: [
        {
          id: '1',
          login: 'acacia',
          display_name: 'Acacia Sample',
          profile_image_url: 'https://static-cdn.jtvnw.net/a.png',
        },
      ],
    },
  },
  patreon: {
    'https://www.patreon.com/api/oauth2/v2/identity?fields[user]=full_name,first_name,last_name,image_url,email,is_email_verified':
      {
        data: {
          id: '1',
          attributes: {
            full_name: 'Acacia Sample',
            first_name: 'Acacia',
            last_name: 'Sample',
            image_url: 'https://c10.patreonusercontent.com/a.png',
            email: 'acacia@example.test',
            is_email_verified: true,
          },
        },
      },
  },
  auth0: {
    'https://sample.eu.auth0.com/userinfo': { sub: 'auth0|1', name: 'Acacia Sample' },
  },
  keycloak: {
    'https://login.example.test/realms/sample/protocol/openid-connect/userinfo': {
      sub: '1',
      name: 'Acacia Sample',
      email: 'acacia@example.test',
      email_verified: true,
    },
  },
};

const SETTINGS: Record<string, { subdomain: string }> = {
  auth0: { subdomain: 'sample.eu' },
  keycloak: { subdomain: 'login.example.test/realms/sample' },
};

const VERIFIED_EMAILS = ['github', 'google', 'discord', 'patreon', 'keycloak'];
const WITHOUT_PICTURE = ['microsoft', 'linkedin', 'auth0', 'keycloak'];

const getProviderClaims = (provider: string) => {
  const ask: RequestJson = async (url) => {
    const response = RESPONSES[provider][url];
    if (response === undefined) {
      throw new Error(`Unexpected request to ${url}`);
    }
    return response;
  };
  return PROVIDER_APIS[provider](ask, SETTINGS[provider] ?? {});
};

describe('the profile of a known provider', () => {
  it('has a sample response for every provider', () => {
    expect(Object.keys(RESPONSES).sort()).toEqual(Object.keys(PROVIDER_APIS).sort());
  });

  it.each(Object.keys(PROVIDER_APIS))(
    'has the attributes and verified email addresses that %s returns',
    async (provider) => {
      const { claims, verified } = await getProviderClaims(provider);
      const { picture, ...attributes } = rootAttributesIn(toSourceProfile('1', claims).data);
      expect(attributes).toMatchObject({ name: 'Acacia Sample' });
      expect(/^https:/.test(picture ?? '')).toBe(!WITHOUT_PICTURE.includes(provider));
      expect(verified).toEqual(VERIFIED_EMAILS.includes(provider) ? ['acacia@example.test'] : []);
    }
  );

  it('has the login name as nickname if GitHub knows no name and no public email address', async () => {
    const { claims, verified } = await PROVIDER_APIS.github(
      async (url) =>
        url.endsWith('/emails')
          ? [
              { email: '1+acacia@users.noreply.example.test', primary: false, verified: true },
              { email: 'Acacia@Example.test', primary: true, verified: true },
              { email: 'other@example.test', primary: false, verified: false },
            ]
          : { login: 'acacia', id: 1, email: null, name: null },
      {}
    );
    expect(rootAttributesIn(toSourceProfile('1', claims).data)).toEqual({ nickname: 'acacia' });
    expect(verified).toEqual(['1+acacia@users.noreply.example.test', 'Acacia@Example.test']);
  });

  it('is read from GitHub even if its email addresses cannot be fetched', async () => {
    const { claims, verified } = await PROVIDER_APIS.github(async (url) => {
      if (url.endsWith('/emails')) {
        throw new Error('status 404');
      }
      return { login: 'acacia' };
    }, {});
    expect([claims, verified]).toEqual([{ login: 'acacia' }, []]);
  });

  it.each([null, 'text', [], 7])(
    'has no verified email address for the malformed response %j',
    async (response) => {
      for (const api of Object.values(PROVIDER_APIS)) {
        const { claims, verified } = await api(async () => response, {});
        expect(typeof claims).toBe('object');
        expect(verified).toEqual([]);
      }
    }
  );
});

describe('the claims of an ID token', () => {
  const tokenOf = (claims: object) =>
    ['{"alg":"RS256"}', JSON.stringify(claims), 'x']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');

  it('contain the attributes of the user without protocol claims', () => {
    const token = tokenOf({ iss: 'x', aud: 'x', exp: 1, nonce: 'x', sub: '1', name: 'Acacia' });
    expect(claimsIn({ id_token: token })).toEqual({ sub: '1', name: 'Acacia' });
  });

  it.each([undefined, 7, '', 'a.b.c', 'nothing'])('are empty for the invalid token %j', (token) => {
    expect(claimsIn({ id_token: token })).toEqual({});
  });
});
