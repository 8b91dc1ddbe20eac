import { claimsIn } from '../../plugins/user-profile/server/src/capture/providers/heard';
import { type Ask, SOURCES } from '../../plugins/user-profile/server/src/capture/providers/sources';
import {
  rootAttributesIn,
  toSourceProfile,
} from '../../plugins/user-profile/server/src/connections/source-profile';
import type { JsonValue } from '../../plugins/user-profile/shared/contracts/users';

/** Examples of the providers' own references. */
const ANSWERS: Record<string, Record<string, JsonValue>> = {
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
  const ask: Ask = async (url) => {
    const answer = ANSWERS[provider][url];
    if (answer === undefined) {
      throw new Error(`Unexpected request to ${url}`);
    }
    return answer;
  };
  return SOURCES[provider](ask, SETTINGS[provider] ?? {});
};

describe('what known providers say of a person', () => {
  it('is known of each', () => {
    expect(Object.keys(ANSWERS).sort()).toEqual(Object.keys(SOURCES).sort());
  });

  it.each(Object.keys(SOURCES))('%s', async (provider) => {
    const { said, verified } = await getProviderClaims(provider);
    const { picture, ...attributes } = rootAttributesIn(toSourceProfile('1', said).data);
    expect(attributes).toMatchObject({ name: 'Acacia Sample' });
    expect(/^https:/.test(picture ?? '')).toBe(!WITHOUT_PICTURE.includes(provider));
    expect(verified).toEqual(VERIFIED_EMAILS.includes(provider) ? ['acacia@example.test'] : []);
  });

  it('of GitHub, also where it does not tell the addresses', async () => {
    const { said, verified } = await SOURCES.github(async (url) => {
      if (url.endsWith('/emails')) {
        throw new Error('status 404');
      }
      return { login: 'acacia' };
    }, {});
    expect([said, verified]).toEqual([{ login: 'acacia' }, []]);
  });

  it.each([null, 'text', [], 7])('may be anything, such as %j', async (answer) => {
    for (const source of Object.values(SOURCES)) {
      const { said, verified } = await source(async () => answer, {});
      expect(typeof said).toBe('object');
      expect(verified).toEqual([]);
    }
  });
});

describe('the claims of an ID token', () => {
  const tokenOf = (claims: object) =>
    ['{"alg":"RS256"}', JSON.stringify(claims), 'x']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');

  it('are those of the person', () => {
    const token = tokenOf({ iss: 'x', aud: 'x', exp: 1, nonce: 'x', sub: '1', name: 'Acacia' });
    expect(claimsIn({ id_token: token })).toEqual({ sub: '1', name: 'Acacia' });
  });

  it.each([undefined, 7, '', 'a.b.c', 'nothing'])('are none in %j', (token) => {
    expect(claimsIn({ id_token: token })).toEqual({});
  });
});
