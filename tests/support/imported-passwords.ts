import { createHash, createHmac, pbkdf2Sync, scryptSync } from 'node:crypto';

import { hashSync } from '@node-rs/argon2';

import { describeParameters } from '../../plugins/user-profile/server/src/model/accounts/imported-passwords/describe-parameters';
import type { ImportedHash } from '../../plugins/user-profile/server/src/model/accounts/imported-passwords/imported-hash';
import { readAuth0Password } from '../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-auth0-password';
import { readPasswordText } from '../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-password-text';
import { newReference } from '../../plugins/user-profile/server/src/model/accounts/imported-passwords/reference';
import type { Account } from './accounts';
import { UIDS } from './database';
import type { TestStrapi } from './strapi';

type Owner = Pick<Account, 'documentId'>;

const SALT = 'a-salt-of-the-old-site';

const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const hex = (bytes: Buffer) => ({ value: bytes.toString('hex'), encoding: 'hex' });
const salt = { value: SALT, position: 'prefix' };

const importedOf = (read: ReturnType<typeof readPasswordText>): ImportedHash => {
  if (read.kind !== 'imported') {
    throw new Error(`This hash is not kept apart: ${read.kind}`);
  }
  return read.hash;
};

const fromAuth0 = (record: object): ImportedHash =>
  importedOf(readAuth0Password({ custom_password_hash: record }));

/** Hashes as other systems make them, by a name. The costs are low. */
export const HASHERS: Record<string, (password: string) => ImportedHash> = {
  argon2id: (password) =>
    importedOf(readPasswordText(hashSync(password, { memoryCost: 4096, timeCost: 2 }))),

  pbkdf2: (password) =>
    importedOf(
      readPasswordText(
        `pbkdf2_sha256$1000$${SALT}$${pbkdf2Sync(password, SALT, 1000, 32, 'sha256').toString('base64')}`
      )
    ),

  scrypt: (password) =>
    importedOf(
      readPasswordText(
        `$scrypt$ln=10,r=8,p=1$${bare(Buffer.from(SALT))}$${bare(scryptSync(password, SALT, 32, { N: 1024 }))}`
      )
    ),

  md5: (password) =>
    fromAuth0({
      algorithm: 'md5',
      hash: hex(createHash('md5').update(SALT).update(password).digest()),
      salt,
    }),

  hmac: (password) =>
    fromAuth0({
      algorithm: 'hmac',
      hash: {
        ...hex(createHmac('sha512', 'a-key').update(SALT).update(password).digest()),
        digest: 'sha512',
        key: { value: 'a-key' },
      },
      salt,
    }),
};

/** Gives an account an imported hash, as an import does. */
export const setImportedPassword = async (
  app: Pick<TestStrapi, 'database'>,
  { documentId }: Owner,
  hash: ImportedHash
): Promise<string> => {
  const reference = newReference(documentId);
  await app.database.remove(UIDS.importedPassword, { account: documentId });
  await app.database.update(UIDS.account, { document_id: documentId }, { password: reference });
  await app.database.insert(UIDS.importedPassword, {
    document_id: reference.slice(-24),
    reference,
    account: documentId,
    parameters: describeParameters(hash),
    hash,
  });
  return reference;
};

/** What the password column of an account contains, and the hashes that are stored for it. */
export const getStoredPassword = async (
  app: Pick<TestStrapi, 'database'>,
  { documentId }: Owner
): Promise<{ password: string | null; imported: number }> => {
  const [account] = await app.database.rows(
    UIDS.account,
    { document_id: documentId },
    { columns: ['password'] }
  );
  const imported = await app.database.count(UIDS.importedPassword, { account: documentId });
  return { password: account?.password ?? null, imported };
};
