import { MASK, maskSecrets } from '../../plugins/user-profile/server/src/utils/mask-secrets';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl';

describe('maskSecrets', () => {
  it.each([
    'password',
    'Password',
    'newPassword',
    'password_confirmation',
    'passwd',
    'pwd',
    'passphrase',
    'access_token',
    'accessToken',
    'refresh-token',
    'id_token',
    'client_secret',
    'clientSecret',
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'set-cookie',
    'X-API-Key',
    'apikey',
    'private_key',
    'sessionId',
    'code',
    'auth_code',
    'verificationCode',
    'recovery_codes',
    'otp',
    'code_verifier',
    'ｐａｓｓｗｏｒｄ',
  ])('masks the value of the key %s', (key) => {
    expect(maskSecrets({ [key]: 'x1' })).toEqual({ [key]: MASK });
    expect(maskSecrets({ a: [{ b: { [key]: 123456 } }] })).toEqual({ a: [{ b: { [key]: MASK } }] });
    expect(maskSecrets({ [key]: { of: ['x1'] } })).toEqual({ [key]: MASK });
  });

  it.each([
    ['country_code', 'GR'],
    ['statusCode', 401],
    ['error_code', 'invalid_grant'],
    ['message', 'The password of the user is wrong'],
    ['author', 'Acacia Sample'],
    ['password_changed', true],
    ['token', null],
    ['url', 'https://shop.example.com/login?lang=el'],
    ['version', '1.2.3'],
    ['method', 'Basic authentication'],
  ])('keeps the value of the key %s', (key, value) => {
    expect(maskSecrets({ [key]: value })).toEqual({ [key]: value });
  });

  it.each([
    ['a JWT', `got ${JWT} from`, `got ${MASK} from`],
    ['an unsigned JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', MASK],
    ['a Bearer token', 'Bearer abcdef0123456789abcdef', `Bearer ${MASK}`],
    ['Basic credentials', 'basic dXNlcjpwYXNzd29yZA==', `basic ${MASK}`],
    ['a header', 'Cookie: sid=abc; theme=dark', `Cookie: ${MASK}`],
    [
      'a code in a URL',
      'https://app.example.com/cb?code=abc123&state=x#access_token=def',
      `https://app.example.com/cb?code=${MASK}&state=x#access_token=${MASK}`,
    ],
    ['a form', 'grant_type=password&password=abc', `grant_type=password&password=${MASK}`],
    ['JSON', '{"user":"acacia","password":"a\\"b"}', `{"user":"acacia","password":"${MASK}"}`],
    ['a password in a URL', 'https://me:abc@example.com/', `https://me:${MASK}@example.com/`],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', MASK],
  ])('masks %s inside a text', (_what, text, expected) => {
    expect(maskSecrets({ text })).toEqual({ text: expected });
    expect(maskSecrets({ list: [text] })).toEqual({ list: [expected] });
  });

  it.each(['eyJ', 'eyJ.', '"a', 'a=', '?a', '://a:', 'bearer ', '-----BEGIN ', 'cookie:'])(
    'does not time out on 16 KiB made of %s',
    (part) => {
      const text = part.repeat(Math.ceil((16 * 1024) / part.length));
      expect(typeof maskSecrets({ text }).text).toBe('string');
    }
  );
});
