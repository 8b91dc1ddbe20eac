import type { Core } from '@strapi/types';

import { createPasswordChecker } from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/password-checker';

const HASH = '$2a$04$5R2pWxPfnJjiGWT0iIJLoeJpP.GwYAr8jxFDQZvirm1h4WT5/Tyly';

/** @returns a checker, and how often it has read the imported hashes to learn what a failure takes */
const createChecker = (isRight: boolean) => {
  const findOne = jest.fn(async () => null);
  const strapi = { db: { query: () => ({ findOne }) } } as unknown as Core.Strapi;
  const checker = createPasswordChecker(strapi, {
    compare: async () => isRight,
    hash: async () => HASH,
  });
  return { checker, reads: () => findOne.mock.calls.length };
};

describe('the check of a password that was not imported', () => {
  it('waits for nothing if the password is right', async () => {
    const { checker, reads } = createChecker(true);
    expect(await checker.check('probe', HASH)).toBe(true);
    expect(reads()).toBe(0);
  });

  it('takes as long as that of imported ones if the password is wrong', async () => {
    const { checker, reads } = createChecker(false);
    expect(await checker.check('probe', HASH)).toBe(false);
    expect(reads()).toBe(1);
  });
});
