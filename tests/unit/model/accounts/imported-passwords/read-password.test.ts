import { describeParameters } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/describe-parameters';
import {
  PasswordHashError,
  type PasswordRead,
} from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/imported-hash';
import { readAuth0Password } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-auth0-password';
import { readFirebasePassword } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-firebase-password';
import { readPasswordText } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-password-text';
import { firebaseHashConfig } from '../../../../../plugins/user-profile/shared/contracts/firebase-hash-config';

const errorOf = (read: () => PasswordRead): PasswordHashError => {
  try {
    read();
  } catch (error) {
    if (error instanceof PasswordHashError) {
      return error;
    }
    throw error;
  }
  throw new Error('The hash was read');
};

const SALT = 'c29tZXNhbHQ';
const HASH = 'CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
const BCRYPT = '$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

const argon2 = (parameters: string): string => `$argon2id$v=19$${parameters}$${SALT}$${HASH}`;

describe('readPasswordText', () => {
  it.each([undefined, null, '', '  ', '!', '!kCYd8pP'])('reads %p as no password', (text) => {
    expect(readPasswordText(text)).toEqual({ kind: 'none' });
  });

  it.each(['a', 'b', 'y'])('keeps a bcrypt hash of the revision $2%s$ as it is', (revision) => {
    const hash = BCRYPT.replace('$2b$', `$2${revision}$`);
    expect(readPasswordText(hash)).toEqual({ kind: 'bcrypt', hash });
    expect(readPasswordText(`bcrypt$${hash}`)).toEqual({ kind: 'bcrypt', hash });
  });

  it('clears the unused bits of a bcrypt hash, which bcryptjs compares', () => {
    const spelled = '$2b$10$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeX';
    expect(readPasswordText(spelled)).toEqual({ kind: 'bcrypt', hash: BCRYPT });
  });

  it.each([
    ['a password in plain text', 'correct horse battery staple', 'not a supported password hash'],
    ['a digest without its algorithm', SHA256, 'not a supported password hash'],
    ['crypt with SHA-512', '$6$salt$hash', 'not a supported password hash'],
    ['the defective revision of bcrypt', BCRYPT.replace('$2b$', '$2x$'), 'not supported'],
    ['a bcrypt hash that was cut', BCRYPT.slice(0, -1), '60 characters'],
    ['a bcrypt hash with a NUL', `${BCRYPT.slice(0, -1)}\0`, '60 characters'],
    ['bcrypt for an hour', BCRYPT.replace('$10$', '$24$'), 'must be 4 to 15'],
    ['bcrypt with one round', BCRYPT.replace('$10$', '$00$'), 'must be 4 to 15'],
    ['argon2 with 4 GiB', argon2('m=4194304,t=1,p=1'), 'm must be at most'],
    ['argon2 with a million passes', argon2('m=65536,t=1000000,p=1'), 'm times t must be at most'],
    ['argon2 with too many lanes', argon2('m=65536,t=1,p=200'), 'p must be at most'],
    ['argon2 with too little memory', argon2('m=8,t=1,p=2'), '8 times p'],
    ['argon2 without a parameter', argon2('m=65536,t=2'), 'the parameter p'],
    ['argon2 with a parameter twice', argon2('m=65536,m=1,t=2,p=1'), 'each once'],
    ['argon2 with a prototype key', argon2('__proto__=1,m=1,t=2,p=1'), 'is not a PHC string'],
    ['argon2 with another parameter', argon2('constructor=1,t=2,p=1'), 'each once'],
    ['argon2 with a negative number', argon2('m=-1,t=2,p=1'), 'positive integer'],
    ['argon2 with an exponent', argon2('m=1e9,t=2,p=1'), 'positive integer'],
    ['argon2 with an unknown version', argon2('m=65536,t=2,p=1').replace('19', '99'), 'version'],
    ['another argon2', argon2('m=65536,t=2,p=1').replace('2id', '2xx'), 'must start with'],
    ['argon2 with a short salt', `$argon2id$v=19$m=65536,t=2,p=1$YQ$${HASH}`, 'the salt must have'],
    ['argon2 with a short hash', `$argon2id$v=19$m=65536,t=2,p=1$${SALT}$AAAA`, 'to 512 bytes'],
    ['argon2 with invalid base64', `$argon2id$v=19$m=65536,t=2,p=1$${SALT}$AAAAA`, 'base64'],
    ['argon2 with a NUL', argon2('m=65536,t=2,p=1\0'), 'is not a PHC string'],
    ['PBKDF2 for minutes', `$pbkdf2-sha256$i=4000000000$${SALT}$${HASH}`, 'at most'],
    ['PBKDF2 with many blocks', `$pbkdf2-md5$i=900000$${SALT}$${'A'.repeat(680)}`, 'at most'],
    ['PBKDF2 with a wrong length', `$pbkdf2-sha256$i=1000,l=64$${SALT}$${HASH}`, '64 bytes of l'],
    ['PBKDF2 with a prototype key', `$pbkdf2-constructor$i=1000$${SALT}$${HASH}`, 'digest'],
    ['PBKDF2 without iterations', `$pbkdf2-sha256$i=0$${SALT}$${HASH}`, 'positive integer'],
    ['scrypt with 1 TiB', `$scrypt$ln=30,r=8,p=1$${SALT}$${HASH}`, 'memory'],
    ['scrypt with an endless exponent', `$scrypt$ln=2000000000,r=8,p=1$${SALT}$${HASH}`, 'memory'],
    ['scrypt for minutes', `$scrypt$ln=14,r=8,p=1000$${SALT}$${HASH}`, 'at most'],
    ["Django's scrypt with an odd cost", `scrypt$16383$salt$8$1$${HASH}`, 'power of 2'],
    ["Django's PBKDF2 for minutes", `pbkdf2_sha256$999999999$salt$${HASH}=`, 'at most'],
    ["Django's PBKDF2 with a prototype key", `pbkdf2___proto__$1000$salt$${HASH}=`, 'digest'],
    ["Django's PBKDF2 without a hash", 'pbkdf2_sha256$1000$salt', '4 parts'],
    ["Django's MD5 with a long hash", `md5$salt$${SHA256}`, '16 bytes of md5'],
    ['an unknown scheme of LDAP', '{CRYPT}abc', 'supported scheme'],
    ['a prototype key as scheme', '{constructor}abc', 'supported scheme'],
    ['a scheme of LDAP without a hash', '{SSHA}', '20 to'],
    ['a text of megabytes', `$argon2id$${'a'.repeat(5_000_000)}`, 'at most 4096 characters'],
  ])('rejects %s', (_what, text, message) => {
    const error = errorOf(() => readPasswordText(text, ['hash']));
    expect(error.path).toEqual(['hash']);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain(text);
    expect(error.message.length).toBeLessThan(200);
  });
});

const custom = (record: unknown) => () => readAuth0Password({ custom_password_hash: record });

const digest = (more: object = {}, hash: object = {}) => ({
  algorithm: 'sha256',
  hash: { value: SHA256, encoding: 'hex', ...hash },
  ...more,
});

const scrypt = (more: object) => ({
  algorithm: 'scrypt',
  hash: { value: SHA256, encoding: 'hex' },
  salt: { value: 'salt' },
  keylen: 32,
  ...more,
});

describe('readAuth0Password', () => {
  it.each([{}, { password_hash: null }, { custom_password_hash: undefined }])(
    'reads %p as no password',
    (record) => {
      expect(readAuth0Password(record)).toEqual({ kind: 'none' });
    }
  );

  it('reads bcrypt from both fields as the password of the account', () => {
    const expected = { kind: 'bcrypt', hash: BCRYPT };
    expect(readAuth0Password({ password_hash: BCRYPT })).toEqual(expected);
    const record = { algorithm: 'bcrypt', hash: { value: BCRYPT } };
    expect(custom(record)()).toEqual(expected);
  });

  it('rejects a record with both fields', () => {
    const both = { password_hash: BCRYPT, custom_password_hash: digest() };
    expect(errorOf(() => readAuth0Password(both)).path).toEqual(['custom_password_hash']);
  });

  it.each([
    ['a text', 'md5', []],
    ['a list', [digest()], []],
    ['no algorithm', {}, ['algorithm']],
    ['an algorithm that is a number', { ...digest(), algorithm: 1 }, ['algorithm']],
    ['md4', { ...digest(), algorithm: 'md4' }, ['algorithm']],
    ['the internal name of a form', { ...digest(), algorithm: 'digest' }, ['algorithm']],
    ['a prototype key as algorithm', { ...digest(), algorithm: 'constructor' }, ['algorithm']],
    ['__proto__ as algorithm', { ...digest(), algorithm: '__proto__' }, ['algorithm']],
    ['an unknown field', digest({ pepper: 'x' }), []],
    ['no hash', { algorithm: 'md5' }, ['hash']],
    ['a digest as text', digest({}, { encoding: 'utf8' }), ['hash', 'encoding']],
    ['a digest that is not hexadecimal', digest({}, { value: 'zz' }), ['hash', 'value']],
    ['a digest of another length', digest({}, { value: 'abcd' }), ['hash', 'value']],
    ['an empty digest', digest({}, { value: '' }), ['hash', 'value']],
    ['a digest with a NUL', digest({}, { value: `${SHA256.slice(1)}\0` }), ['hash', 'value']],
    ['invalid base64', digest({}, { value: 'a', encoding: 'base64' }), ['hash', 'value']],
    ['a salt of kilobytes', digest({ salt: { value: 'a'.repeat(600) } }), ['salt', 'value']],
    ['a salt of megabytes', digest({ salt: { value: 'a'.repeat(5_000_000) } }), ['salt', 'value']],
    ['a salt between', digest({ salt: { value: 'a', position: 'middle' } }), ['salt', 'position']],
    [
      'an unknown encoding of the password',
      digest({ password: { encoding: 'ebcdic' } }),
      ['password', 'encoding'],
    ],
    [
      'hmac without a key',
      { algorithm: 'hmac', hash: { value: SHA256, encoding: 'hex', digest: 'sha256' } },
      ['hash', 'key'],
    ],
    [
      'hmac with an unknown digest',
      {
        algorithm: 'hmac',
        hash: { value: SHA256, encoding: 'hex', digest: '__proto__', key: { value: 'k' } },
      },
      ['hash', 'digest'],
    ],
    ['scrypt with 1 TiB', scrypt({ cost: 2 ** 30 }), ['cost']],
    ['scrypt with an endless cost', scrypt({ cost: Number.MAX_SAFE_INTEGER }), ['cost']],
    ['scrypt with an infinite cost', scrypt({ cost: Infinity }), ['cost']],
    ['scrypt with a cost of 0', scrypt({ cost: 0 }), ['cost']],
    ['scrypt with an odd cost', scrypt({ cost: 1000 }), ['cost']],
    ['scrypt with a cost in a text', scrypt({ cost: '16384' }), ['cost']],
    ['scrypt with a huge block', scrypt({ blockSize: 2 ** 20 }), ['cost']],
    ['scrypt with a huge parallelization', scrypt({ parallelization: 2 ** 29 }), ['cost']],
    ['scrypt with another length', scrypt({ keylen: 64 }), ['hash', 'value']],
    [
      'bcrypt with a salt that leaves no password',
      {
        algorithm: 'bcrypt',
        hash: { value: BCRYPT },
        salt: { value: 'a'.repeat(72), position: 'prefix' },
      },
      ['salt', 'value'],
    ],
    [
      'bcrypt with a salt that is no text',
      { algorithm: 'bcrypt', hash: { value: BCRYPT }, salt: { value: 'ff', encoding: 'hex' } },
      ['salt', 'value'],
    ],
    [
      'argon2 with too much memory',
      { algorithm: 'argon2', hash: { value: argon2('m=999999999,t=1,p=1'), encoding: 'utf8' } },
      ['hash', 'value'],
    ],
    [
      'argon2 with a salt apart',
      { algorithm: 'argon2', hash: { value: argon2('m=65536,t=1,p=1') }, salt: { value: 'a' } },
      [],
    ],
  ])('rejects %s', (_what, record, path) => {
    const error = errorOf(custom(record));
    expect(error.path).toEqual(['custom_password_hash', ...path]);
    expect(error.message).not.toContain(SHA256);
    expect(error.message.length).toBeLessThan(300);
  });

  it('ignores own prototype keys, which JSON.parse creates', () => {
    const record: unknown = JSON.parse(
      `{"algorithm":"sha256","hash":{"value":"${SHA256}","encoding":"hex","__proto__":{"x":1}}}`
    );
    expect(custom(record)()).toEqual(custom(digest())());
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

const CONFIG = {
  base64_signer_key: Buffer.alloc(64, 7).toString('base64'),
  base64_salt_separator: 'Bw==',
  rounds: 8,
  mem_cost: 14,
};
const USER = { passwordHash: Buffer.alloc(64, 1).toString('base64'), salt: 'c2FsdA==' };

describe('readFirebasePassword', () => {
  const config = firebaseHashConfig.parse(CONFIG);

  it('reads a user without a hash as one without a password', () => {
    expect(readFirebasePassword({}, config)).toEqual({ kind: 'none' });
    expect(readFirebasePassword({ passwordHash: '', salt: '' }, null)).toEqual({ kind: 'none' });
  });

  it('asks for the parameters of the project', () => {
    expect(errorOf(() => readFirebasePassword(USER, null)).message).toContain('hash_config');
  });

  it.each([
    ['a hash that is a number', { ...USER, passwordHash: 1 }, CONFIG, ['passwordHash']],
    ['a short hash', { ...USER, passwordHash: 'AAAA' }, CONFIG, ['passwordHash']],
    ['invalid base64', { ...USER, salt: '***' }, CONFIG, ['salt']],
    [
      'a signer key of another length',
      USER,
      { ...CONFIG, base64_signer_key: 'AAAA' },
      ['hash_config', 'base64_signer_key'],
    ],
    [
      'an invalid salt separator',
      USER,
      { ...CONFIG, base64_salt_separator: '*' },
      ['hash_config', 'base64_salt_separator'],
    ],
  ])('rejects %s', (_what, user, sent, path) => {
    const read = () => readFirebasePassword(user, firebaseHashConfig.parse(sent));
    expect(errorOf(read).path).toEqual(path);
  });

  it.each([
    { mem_cost: 15 },
    { mem_cost: 0 },
    { rounds: 9 },
    { rounds: 1.5 },
    { algorithm: 'MD5' },
    { pepper: 'x' },
  ])('accepts the parameters of Firebase only, not %p', (wrong) => {
    expect(firebaseHashConfig.safeParse({ ...CONFIG, ...wrong }).success).toBe(false);
  });
});

describe('describeParameters', () => {
  it('names algorithm and cost, and no secret', () => {
    const texts = [
      readPasswordText(argon2('m=65536,t=2,p=1')),
      readPasswordText(`$pbkdf2-sha256$i=1000$${SALT}$${HASH}`),
      custom(scrypt({}))(),
      custom(digest())(),
      readFirebasePassword(USER, firebaseHashConfig.parse(CONFIG)),
    ].map((read) => (read.kind === 'imported' ? describeParameters(read.hash) : ''));
    expect(texts).toEqual([
      'argon2id v=19 m=65536,t=2,p=1',
      'pbkdf2-sha256 i=1000,b=1',
      'scrypt n=16384,r=8,p=1',
      'digest sha256',
      'firebase-scrypt n=16384,r=8',
    ]);
  });
});
