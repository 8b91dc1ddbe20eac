import fs from 'node:fs';
import path from 'node:path';

import { compare } from '@node-rs/bcrypt';
import { parse } from 'csv-parse/sync';

import type { PasswordRead } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/imported-hash';
import { readAuth0Password } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-auth0-password';
import { readFirebasePassword } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-firebase-password';
import { readPasswordText } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-password-text';
import { verifyHash } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/verify-hash';
import { firebaseHashConfig } from '../../../../../plugins/user-profile/shared/contracts/firebase-hash-config';

const textOf = (name: string): string =>
  fs.readFileSync(path.join(__dirname, '../../../../fixtures/imports', name), 'utf8');

const jsonOf = <Content>(name: string): Content => JSON.parse(textOf(name)) as Content;

/** The fields of all formats that are read here. */
interface SampleRecord {
  email: string;
  password_hash?: string;
  custom_password_hash?: object;
  passwordHash?: string;
  salt?: string;
}

interface Sample {
  email: string;
  read: PasswordRead;
}

const fromAuth0 = (): Sample[] =>
  textOf('auth0.ndjson')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SampleRecord)
    .map((record) => ({ email: record.email, read: readAuth0Password(record) }));

const fromFirebase = (): Sample[] => {
  const config = firebaseHashConfig.parse(jsonOf('firebase-hash-config.json'));
  return jsonOf<{ users: SampleRecord[] }>('firebase.json').users.map((user) => ({
    email: user.email,
    read: readFirebasePassword(user, config),
  }));
};

const fromCsv = (): Sample[] =>
  parse<{ email: string; password_hash: string }>(textOf('users.csv'), { columns: true }).map(
    ({ email, password_hash: text }) => ({ email, read: readPasswordText(text) })
  );

/** The passwords of all files by email address; null for users without one. */
const PASSWORDS = jsonOf<Record<string, string | null>>('passwords.json');

/** Python wrote the hashes of the files with its hashlib, except those of bcrypt and argon2. */
const SAMPLES = [...fromAuth0(), ...fromFirebase(), ...fromCsv()];

const isRight = (read: PasswordRead, password: string): Promise<boolean> =>
  read.kind === 'imported'
    ? verifyHash(read.hash, password, compare)
    : compare(password, read.kind === 'bcrypt' ? read.hash : '');

describe('the sample files of imports', () => {
  it('have a password, or none on purpose, for each of their users', () => {
    expect(SAMPLES.map(({ email }) => email).sort()).toEqual(Object.keys(PASSWORDS).sort());
  });

  it.each(SAMPLES.map((sample) => [sample.email, sample] as const))(
    'have the hash of the password of %s',
    async (email, { read }) => {
      const password = PASSWORDS[email];
      if (password === null) {
        expect(read).toEqual({ kind: 'none' });
        return;
      }
      expect(await isRight(read, password)).toBe(true);
      expect(await isRight(read, `${password}x`)).toBe(false);
    }
  );
});
