import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import type { Core } from '@strapi/types';

import { UIDS } from '../../../../../shared/constants';
import type { ImportedHash } from './imported-hash';
import { verifyHash, type CompareBcrypt } from './verify-hash';

/** A site has hashes of a few systems. */
const MAX_KINDS = 50;

interface Sample {
  parameters: string;
  hash: ImportedHash;
}

const nextSample = (strapi: Core.Strapi, after: string): Promise<Sample | null> =>
  strapi.db.query(UIDS.importedPassword).findOne({
    select: ['parameters', 'hash'],
    where: { parameters: { $gt: after } },
    orderBy: { parameters: 'asc' },
  });

/** One hash of each kind: each look-up skips to the next value in the index, however many rows there are. */
const samplesOf = async (strapi: Core.Strapi): Promise<Sample[]> => {
  const samples: Sample[] = [];
  let sample = await nextSample(strapi, '');
  while (sample && samples.length < MAX_KINDS) {
    samples.push(sample);
    sample = await nextSample(strapi, sample.parameters);
  }
  return samples;
};

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now();
  await work().catch(() => undefined);
  return performance.now() - since;
};

interface Passwords {
  compare: CompareBcrypt;
  hash(password: string): Promise<string>;
}

/**
 * Measures how long the checks of this site's password hashes take, its own included. Each kind is measured
 * once.
 */
export const createCheckTimes = (strapi: Core.Strapi, { compare, hash }: Passwords) => {
  const times = new Map<string, number>();
  const OWN = '';

  const measure = async (kind: string, check: () => Promise<unknown>): Promise<number> => {
    const known = times.get(kind);
    if (known !== undefined) {
      return known;
    }
    const time = await timeOf(check);
    times.set(kind, time);
    return time;
  };

  return {
    isKnown: (parameters: string): boolean => times.has(parameters),

    /** @returns milliseconds; 0 if the site has no imported hashes */
    async slowest(): Promise<number> {
      const samples = await samplesOf(strapi);
      if (samples.length === 0) {
        return 0;
      }
      const password = randomBytes(16).toString('base64');
      const own = await hash(password);
      let slowest = await measure(OWN, () => compare('', own));
      for (const { parameters, hash: sample } of samples) {
        const time = await measure(parameters, () => verifyHash(sample, password, compare));
        slowest = Math.max(slowest, time);
      }
      return slowest;
    },
  };
};
