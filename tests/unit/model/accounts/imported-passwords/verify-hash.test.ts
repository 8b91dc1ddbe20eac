import { createHash } from 'node:crypto';

import { compare, hashSync } from '@node-rs/bcrypt';

import type {
  ImportedHash,
  PasswordRead,
} from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/imported-hash';
import { readAuth0Password } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-auth0-password';
import { readFirebasePassword } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-firebase-password';
import { readPasswordText } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-password-text';
import { verifyHash } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/verify-hash';
import { writeAuth0Password } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/write-auth0-password';

const verify = (read: PasswordRead, password: string): Promise<boolean> => {
  switch (read.kind) {
    case 'bcrypt':
      return compare(password, read.hash);
    case 'imported':
      return verifyHash(read.hash, password, compare);
    case 'none':
      return Promise.resolve(false);
  }
};

type Vector = [source: string, password: string, hash: string];

/** Published test vectors and examples of documentations. */
const TEXTS: Vector[] = [
  ['crypt_blowfish, $2a$', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  [
    'the manual of PHP, $2y$',
    'rasmuslerdorf',
    '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq',
  ],
  [
    'the tests of argon2, argon2id',
    'password',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  [
    'the tests of argon2, argon2i',
    'password',
    '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  ],
  [
    'the tests of argon2, version 16',
    'password',
    '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  ],
  [
    'the documentation of passlib, pbkdf2-sha256',
    'password',
    '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
  ],
  [
    'the documentation of passlib, scrypt',
    'password',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
  ],
  [
    'the documentation of passlib, salted SHA-1 of LDAP',
    'password',
    '{SSHA}pKqkNr1tq3wtQqk+UcPyA3HnA2NsU5NJ',
  ],
  ['LDAP, MD5', 'password', '{MD5}X03MO1qnZdYdgyfeuILPmQ=='],
  ['LDAP, SHA-1', 'password', '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
  [
    'the tests of Django, PBKDF2 with SHA-256',
    'lètmein',
    'pbkdf2_sha256$12000$seasalt$Ybw8zsFxqja97tY/o6G+Fy1ksY4U/Hw3DRrGED6Up4s=',
  ],
  [
    'the tests of Django, scrypt',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'the tests of Django, SHA-1',
    'lètmein',
    'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8',
  ],
  ['the tests of Django, MD5', 'lètmein', 'md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3'],
];

const utf8 = (value: string) => ({ value, encoding: 'utf8' });
const hex = (value: string) => ({ value, encoding: 'hex' });

const SHA256_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const HMAC_TEXT = 'what do ya want for nothing?';

/** Standards publish no salted digests, but that of `abc` is also the one of `bc` with the salt `a`. */
const RECORDS: [source: string, password: string, record: object][] = [
  ['RFC 1321, MD5', 'abc', { algorithm: 'md5', hash: hex('900150983cd24fb0d6963f7d28e17f72') }],
  [
    'FIPS 180, SHA-1',
    'abc',
    { algorithm: 'sha1', hash: hex('a9993e364706816aba3e25717850c26c9cd0d89d') },
  ],
  ['FIPS 180, SHA-256', 'abc', { algorithm: 'sha256', hash: hex(SHA256_ABC) }],
  [
    'FIPS 180, SHA-256 in base64',
    'abc',
    {
      algorithm: 'sha256',
      hash: { value: Buffer.from(SHA256_ABC, 'hex').toString('base64'), encoding: 'base64' },
    },
  ],
  [
    'FIPS 180, SHA-512',
    'abc',
    {
      algorithm: 'sha512',
      hash: hex(
        'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'
      ),
    },
  ],
  [
    'SHA-256 with the salt before the password',
    'bc',
    { algorithm: 'sha256', hash: hex(SHA256_ABC), salt: utf8('a') },
  ],
  [
    'SHA-256 with the salt after the password',
    'ab',
    { algorithm: 'sha256', hash: hex(SHA256_ABC), salt: { value: 'c', position: 'suffix' } },
  ],
  [
    'SHA-256 with a hexadecimal salt',
    'bc',
    { algorithm: 'sha256', hash: hex(SHA256_ABC), salt: hex('61') },
  ],
  [
    'SHA-256 with a salt in base64',
    'bc',
    { algorithm: 'sha256', hash: hex(SHA256_ABC), salt: { value: 'YQ==', encoding: 'base64' } },
  ],
  [
    'MD5 of a password in UTF-16',
    'password',
    {
      algorithm: 'md5',
      hash: hex('b081dbe85e1ec3ffc3d4e7d0227400cd'),
      password: { encoding: 'utf16le' },
    },
  ],
  [
    'hashlib of Python, MD5 of a password in Latin-1',
    'é',
    {
      algorithm: 'md5',
      hash: hex('3406877694691ddd1dfb0aca54681407'),
      password: { encoding: 'latin1' },
    },
  ],
  [
    'RFC 2202, HMAC-MD5',
    HMAC_TEXT,
    {
      algorithm: 'hmac',
      hash: { ...hex('750c783e6ab0b503eaa86e310a5db738'), digest: 'md5', key: { value: 'Jefe' } },
    },
  ],
  [
    'RFC 4231, HMAC-SHA-256 with a salt',
    HMAC_TEXT.slice(5),
    {
      algorithm: 'hmac',
      hash: {
        ...hex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
        digest: 'sha256',
        key: hex('4a656665'),
      },
      salt: utf8(HMAC_TEXT.slice(0, 5)),
    },
  ],
  [
    'RFC 7914, scrypt',
    'password',
    {
      algorithm: 'scrypt',
      hash: hex(
        'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640'
      ),
      salt: utf8('NaCl'),
      keylen: 64,
      cost: 1024,
      blockSize: 8,
      parallelization: 16,
    },
  ],
  [
    'RFC 6070, PBKDF2 with SHA-1',
    'password',
    {
      algorithm: 'pbkdf2',
      hash: utf8('$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE'),
    },
  ],
  [
    'RFC 7914, PBKDF2 with SHA-256',
    'Password',
    {
      algorithm: 'pbkdf2',
      hash: utf8(
        `$pbkdf2-sha256$i=80000,l=64$${Buffer.from('NaCl').toString('base64').replace(/=+$/, '')}$${Buffer.from(
          '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
          'hex'
        )
          .toString('base64')
          .replace(/=+$/, '')}`
      ),
    },
  ],
  [
    'crypt_blowfish with a salt before the password',
    '*U',
    {
      algorithm: 'bcrypt',
      hash: utf8('$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'),
      salt: { value: 'U', position: 'prefix' },
    },
  ],
];

/** The example of https://github.com/firebase/scrypt. */
const FIREBASE = {
  user: {
    passwordHash:
      'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
    salt: '42xEC+ixf3L2lw==',
  },
  config: {
    algorithm: 'SCRYPT' as const,
    base64_signer_key:
      'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
    base64_salt_separator: 'Bw==',
    rounds: 8,
    mem_cost: 14,
  },
};

describe('an imported password hash', () => {
  it.each(TEXTS)('of %s accepts its password and no other', async (_source, password, text) => {
    const read = readPasswordText(text);
    expect(await verify(read, password)).toBe(true);
    expect(await verify(read, `${password}x`)).toBe(false);
    expect(await verify(read, '')).toBe(false);
  });

  it.each(RECORDS)('of %s accepts its password and no other', async (_source, password, record) => {
    const read = readAuth0Password({ custom_password_hash: record });
    expect(await verify(read, password)).toBe(true);
    expect(await verify(read, `${password}x`)).toBe(false);
    expect(await verify(read, '')).toBe(false);
  });

  it('of Django, bcrypt over SHA-256, accepts its password and no other', async () => {
    const digest = createHash('sha256').update('correct horse').digest('hex');
    const read = readPasswordText(`bcrypt_sha256$${hashSync(digest, 4)}`);
    expect(await verify(read, 'correct horse')).toBe(true);
    expect(await verify(read, digest)).toBe(false);
  });

  it('of Firebase accepts its password and no other', async () => {
    const read = readFirebasePassword(FIREBASE.user, FIREBASE.config);
    expect(await verify(read, 'user1password')).toBe(true);
    expect(await verify(read, 'user2password')).toBe(false);
  });

  it('of Firebase is also read in the URL-safe alphabet', async () => {
    const passwordHash = FIREBASE.user.passwordHash.replaceAll('/', '_').replaceAll('+', '-');
    const read = readFirebasePassword({ ...FIREBASE.user, passwordHash }, FIREBASE.config);
    expect(await verify(read, 'user1password')).toBe(true);
  });

  it('rejects a password that its encoding cannot express', async () => {
    const read = readAuth0Password({
      custom_password_hash: {
        algorithm: 'sha256',
        hash: hex(SHA256_ABC),
        password: { encoding: 'latin1' },
      },
    });
    // Cut to one byte each, these characters are those of `abc`.
    expect(await verify(read, '\u0161\u0162\u0163')).toBe(false);
  });

  it('rejects a password of megabytes without hashing it', async () => {
    const read = readAuth0Password({
      custom_password_hash: { algorithm: 'sha256', hash: hex(SHA256_ABC) },
    });
    expect(await verify(read, 'a'.repeat(5_000_000))).toBe(false);
  });

  it.each([
    ...TEXTS.map(([source, , text]) => [source, readPasswordText(text)] as const),
    ...RECORDS.map(
      ([source, , record]) => [source, readAuth0Password({ custom_password_hash: record })] as const
    ),
    ['Firebase', readFirebasePassword(FIREBASE.user, FIREBASE.config)] as const,
  ])('of %s is read again as it is written', (_source, read) => {
    if (read.kind !== 'imported') {
      return;
    }
    const written: unknown = JSON.parse(JSON.stringify(writeAuth0Password(read.hash)));
    const again = readAuth0Password({ custom_password_hash: written });
    expect(again).toEqual(read);
  });

  it('has only JSON values, so the database returns what was stored', () => {
    const hashes = RECORDS.map(([, , record]) =>
      readAuth0Password({ custom_password_hash: record })
    )
      .filter((read): read is { kind: 'imported'; hash: ImportedHash } => read.kind === 'imported')
      .map(({ hash }) => hash);
    expect(JSON.parse(JSON.stringify(hashes))).toEqual(hashes);
  });
});
