import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import type { Core } from '@strapi/types';

import { UIDS } from '../../../../../shared/constants';
import type { ImportedHash } from './imported-hash';
import { measureHash, type CompareBcrypt } from './verify-hash';

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

interface Passwords {
  compare: CompareBcrypt;
  hash(password: string): Promise<string>;
}

/**
 * Measures how long the checks of this site's password hashes take, its own included. Each kind is measured
 * once.
 */
export const createCheckTimes = (
  strapi: Core.Strapi,
  { compare, hash }: Passwords,
  now = (): number => performance.now()
) => {
  const times = new Map<string, number>();
  let ownTime: number | undefined;

  const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
    const since = now();
    await work().catch(() => undefined);
    return now() - since;
  };

  /** A busy server makes one of two slower, which would delay all failures from then on. */
  const fasterOf = async (measure: () => Promise<number>): Promise<number> =>
    Math.min(await measure(), await measure());

  return {
    /** Whether a measurement would learn something. A site with too many kinds measures those it has room for. */
    isNew: (parameters: string): boolean => !times.has(parameters) && times.size < MAX_KINDS,

    /** @returns milliseconds; 0 if the site has no imported hashes */
    async slowest(): Promise<number> {
      const samples = await samplesOf(strapi);
      if (samples.length === 0) {
        return 0;
      }
      const password = randomBytes(16).toString('base64');
      if (ownTime === undefined) {
        const own = await hash(password);
        ownTime = await fasterOf(() => timeOf(() => compare('', own)));
      }
      let slowest = ownTime;
      for (const { parameters, hash: sample } of samples) {
        const time =
          times.get(parameters) ??
          (await fasterOf(() => measureHash(sample, password, compare, timeOf)));
        times.set(parameters, time);
        slowest = Math.max(slowest, time);
      }
      return slowest;
    },
  };
};
