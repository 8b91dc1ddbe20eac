import { checkAuthInput } from '../../../plugins/user-profile/server/src/utils/auth-input';

const LONG = 'x'.repeat(2000);

describe('the check of texts for Users & Permissions', () => {
  it.each(['identifier', 'email', 'username', 'password', 'code', 'deviceId'])(
    'limits the length of %s',
    (key) => {
      expect(() => checkAuthInput({ [key]: LONG })).toThrow(
        `${key} must be at most 1024 characters`
      );
    }
  );

  it.each(['refreshToken', 'captcha', 'bio'])('does not limit the length of %s', (key) => {
    expect(() => checkAuthInput({ [key]: LONG })).not.toThrow();
  });

  it.each([
    ['NUL', 'a\0'],
    ['half of a surrogate pair', 'a\ud800'],
  ])('rejects %s in a text of the site', (_what, text) => {
    expect(() => checkAuthInput({}, { bio: text })).toThrow('bio must');
  });
});
