import { performance } from 'node:perf_hooks';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import { MAX_PASSWORD_BYTES } from '../../../../../shared/user-fields';
import { currentAttempt, recordComparedHash, recordSubject } from '../../../request/attempt';
import { table } from '../../../runtime/database/rows';
import { neverThrows } from '../../../runtime/never-throws';
import { errorText } from '../../../utils/error-text';
import { logError } from '../../../utils/log-error';
import { getService } from '../../../utils/service';
import { describeParameters } from './describe-parameters';
import { createFailureFloor } from './failure-floor';
import type { ImportedHash } from './imported-hash';
import { createCheckTimes } from './measure-checks';
import { accountOfReference, isReference } from './reference';
import { verifyHash, type CompareBcrypt } from './verify-hash';

interface OwnPasswords {
  /** Compares a password with what Users & Permissions has stored. */
  compare: CompareBcrypt;
  hash(password: string): Promise<string>;
}

/** The attempt was started with the reference. Its password is the new hash now, and not one that was changed. */
const recordUpgrade = (reference: string, passwordHash: string): void => {
  const attempt = currentAttempt();
  if (attempt?.subject.passwordHash === reference) {
    recordSubject(attempt, { ...attempt.subject, passwordHash });
  }
};

/**
 * Checks passwords of accounts whose hash was imported, and replaces the hash by one of the site after a success.
 * The password column is the condition of that UPDATE, so a password that was set in the meantime stays.
 */
export const createPasswordChecker = (strapi: Core.Strapi, { compare, hash }: OwnPasswords) => {
  const times = createCheckTimes(strapi, { compare, hash });
  const floor = createFailureFloor(times.slowest);
  const reported = new Set<string>();

  /** A hash that cannot be checked rejects every password. The log names the reason once. */
  const verify = async (imported: ImportedHash, password: string): Promise<boolean> => {
    if (times.isNew(describeParameters(imported))) {
      floor.forget();
    }
    try {
      return await verifyHash(imported, password, compare);
    } catch (error) {
      const message = errorText(error);
      if (!reported.has(message)) {
        reported.add(message);
        logError(strapi, 'an imported password cannot be checked', error);
      }
      return false;
    }
  };

  const currentPassword = async (documentId: string): Promise<string | null> => {
    const account: { password: string | null } | null = await strapi.db
      .query(STRAPI_UIDS.account)
      .findOne({ select: ['password'], where: { documentId } });
    return account?.password ?? null;
  };

  /** Another login may have upgraded the hash since the account was read, or the password was changed. */
  const compareWithCurrent = async (reference: string, password: string): Promise<boolean> => {
    const current = await currentPassword(accountOfReference(reference));
    if (!current || isReference(current) || !(await compare(password, current))) {
      return false;
    }
    recordUpgrade(reference, current);
    return true;
  };

  /** @returns false if the account has another password now; undefined if the database failed */
  const upgrade = (reference: string, passwordHash: string): Promise<boolean | undefined> =>
    neverThrows(strapi, 'the upgrade of an imported password', async (trx) => {
      const documentId = accountOfReference(reference);
      const upgraded: number = await table(strapi, trx, STRAPI_UIDS.account)
        .where({ document_id: documentId, password: reference })
        .update({ password: passwordHash });
      if (upgraded === 0) {
        return false;
      }
      await getService(strapi, 'imported-passwords').removeUnused(trx, [documentId]);
      return true;
    });

  const checkImported = async (password: string, reference: string): Promise<boolean> => {
    const imported = await getService(strapi, 'imported-passwords').find(reference);
    if (!imported) {
      return compareWithCurrent(reference, password);
    }
    if (!(await verify(imported, password))) {
      return false;
    }
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
      // bcrypt would truncate it, so the imported hash stays.
      return true;
    }
    const passwordHash = await hash(password);
    const isUpgraded = await upgrade(reference, passwordHash);
    if (isUpgraded === false) {
      return compareWithCurrent(reference, password);
    }
    if (isUpgraded) {
      recordUpgrade(reference, passwordHash);
    }
    return true;
  };

  /** Another login may have upgraded the hash after the attempt was started and before the account was read. */
  const checkOwn = async (password: string, stored: string): Promise<boolean> => {
    if (!(await compare(password, stored))) {
      return false;
    }
    const attempt = currentAttempt();
    recordComparedHash(attempt, stored);
    const expected = attempt?.subject.passwordHash;
    if (isReference(expected)) {
      const current = await currentPassword(accountOfReference(expected));
      if (current === stored) {
        recordUpgrade(expected, stored);
      }
    }
    return true;
  };

  return {
    /** Whether a password is that of an account. All failures take the same time. */
    async check(password: string, stored: string): Promise<boolean> {
      const since = performance.now();
      const check = isReference(stored) ? checkImported : checkOwn;
      const isRight = await check(password, stored);
      if (!isRight) {
        await floor.reach(since);
      }
      return isRight;
    },
  };
};
