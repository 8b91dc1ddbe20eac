import { newEmail } from './users';

let sequence = 0;

/** A user as Auth0 exports one. */
export const createAuth0Record = <More extends object>(more?: More) => {
  sequence += 1;
  const id = `5f7c8ec7c33c6c00${String(sequence).padStart(8, '0')}`;
  return {
    user_id: `auth0|${id}`,
    // The random part alone would repeat among some thousands.
    email: newEmail(`user${sequence}`),
    email_verified: true,
    name: `Ada Lovelace ${sequence}`,
    given_name: 'Ada',
    family_name: 'Lovelace',
    nickname: 'ada',
    picture: 'https://s.gravatar.com/avatar/a.png',
    identities: [
      {
        user_id: id,
        provider: 'auth0',
        connection: 'Username-Password-Authentication',
        isSocial: false,
      },
    ],
    user_metadata: { language: 'en' },
    created_at: '2020-10-06T15:32:55.123Z',
    updated_at: '2024-01-02T03:04:05.678Z',
    last_login: '2024-01-02T03:04:05.678Z',
    last_ip: '203.0.113.7',
    logins_count: 17,
    ...(more as More),
  };
};
