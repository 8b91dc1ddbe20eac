import * as native from '@node-rs/bcrypt';
import type { Core } from '@strapi/types';

import { useNativePasswords } from '../../../plugins/user-profile/server/src/integration/passwords';

jest.mock('@node-rs/bcrypt', () => ({
  __esModule: true,
  ...jest.requireActual<object>('@node-rs/bcrypt'),
}));

interface Bcrypt {
  compare(password: unknown, hash: unknown): Promise<boolean>;
  hash(password: string, rounds: number): Promise<string>;
  hashSync(password: string, rounds: number): string;
}

/** The copy of bcryptjs that Strapi uses. */
const bcrypt: Bcrypt = jest.requireActual(
  require.resolve('bcryptjs', { paths: [require.resolve('@strapi/admin/package.json')] })
);

const ROUNDS = 4;

type Values = Record<string, unknown>;

interface Service {
  validatePassword(password: unknown, hash: unknown): Promise<boolean>;
  ensureHashedPasswords(values: Values): Promise<Values>;
}

const stock: Service = {
  validatePassword: (password, hash) => bcrypt.compare(password, hash),
  ensureHashedPasswords: async (values) => values,
};

/** The service that the plugin makes of this one, and what it logs. */
const extend = async (service: Service): Promise<{ extended: Service; log: string[] }> => {
  const log: string[] = [];
  let extended = service;
  const write = (line: string) => log.push(line);
  const strapi = {
    log: { info: write, warn: write },
    contentType: () => ({
      attributes: { password: { type: 'password', encryption: { rounds: ROUNDS } } },
    }),
    get: () => ({
      get: () => service,
      extend: (_uid: string, change: () => Service) => {
        extended = change();
      },
    }),
  };
  await useNativePasswords(strapi as unknown as Core.Strapi);
  return { extended, log };
};

/** The result of a comparison, or the message of its error. */
const resultOf = async (service: Service, password: unknown, hash: unknown): Promise<unknown> => {
  try {
    return await service.validatePassword(password, hash);
  } catch (error) {
    return (error as Error).message;
  }
};

const PASSWORDS = {
  'an empty one': '',
  'ASCII text': 'correct horse',
  'text with NUL': 'ab\0cd',
  'NUL alone': '\0',
  '72 bytes': 'é'.repeat(36),
  'more than 72 bytes': 'x'.repeat(80),
  'a character across byte 72': `${'x'.repeat(71)}é`,
  'an emoji': 'pass😀',
  'two low surrogates': 'a\udc00\udc00b',
  'three surrogates': 'a\ud83d\ud83d\ude00b',
};

/** Each differs from a password above in what another encoder or a shorter comparison would lose. */
const OTHERS = ['a\ufffd\ufffdb', 'a\udc01\udc00b', 'ab', 'ab\0ce', 'x'.repeat(72), 'x'.repeat(71)];

const good = bcrypt.hashSync('correct horse', ROUNDS);
const replaceAt = (text: string, at: number, by: string) =>
  text.slice(0, at) + by + text.slice(at + 1);

const HASHES = {
  'an empty text': '',
  'other text': 'not a hash',
  'other text of 60 characters': 'x'.repeat(60),
  'a hash that is cut': good.slice(0, 59),
  'a longer hash': `${good}x`,
  'version 2x': replaceAt(good, 2, 'x'),
  'version 1': replaceAt(good, 1, '1'),
  'no version letter': `$2$${good.slice(4)}`,
  '3 rounds': good.replace('$04$', '$03$'),
  '99 rounds': good.replace('$04$', '$99$'),
  'one digit of rounds': good.replace('$04$', '$4$'),
  'a wrong character': replaceAt(good, 59, '!'),
  'unused bits in the hash': replaceAt(good, 59, String.fromCharCode(good.charCodeAt(59) + 1)),
  'unused bits in the salt': replaceAt(good, 28, String.fromCharCode(good.charCodeAt(28) + 1)),
  'no text': null,
};

describe.each(['version 1', 'version 2'])('passwords with @node-rs/bcrypt, %s', (version) => {
  const { hash, hashSync } = jest.requireActual<typeof native>('@node-rs/bcrypt');
  let service: Service;

  beforeAll(async () => {
    if (version === 'version 2') {
      const roundsIn = (options: unknown): number => {
        if (typeof options !== 'object' || options === null) {
          throw new TypeError('options must be an object');
        }
        return (options as { cost: number }).cost;
      };
      Object.assign(native, {
        hash: (password: string, options: unknown) => hash(password, roundsIn(options)),
        hashSync: (password: string, options: unknown) => hashSync(password, roundsIn(options)),
      });
    }
    ({ extended: service } = await extend(stock));
  });

  it.each(Object.entries(PASSWORDS))('accept %s as bcryptjs does', async (_what, password) => {
    const stored = bcrypt.hashSync(password, ROUNDS);
    for (const letter of ['a', 'b', 'y']) {
      expect(await service.validatePassword(password, replaceAt(stored, 2, letter))).toBe(true);
    }
  });

  it.each(Object.entries(PASSWORDS))(
    'reject others for %s as bcryptjs does',
    async (_what, password) => {
      const stored = bcrypt.hashSync(password, ROUNDS);
      for (const other of OTHERS) {
        expect([other, await resultOf(service, other, stored)]).toEqual([
          other,
          await resultOf(stock, other, stored),
        ]);
      }
    }
  );

  it.each(Object.entries(HASHES))('compare with %s as bcryptjs does', async (_what, stored) => {
    expect(await resultOf(service, 'correct horse', stored)).toEqual(
      await resultOf(stock, 'correct horse', stored)
    );
  });

  it.each([[undefined], [null], [1]])(
    'treat the password %p as bcryptjs does',
    async (password) => {
      expect(await resultOf(service, password, good)).toEqual(
        await resultOf(stock, password, good)
      );
    }
  );

  it.each(Object.entries(PASSWORDS))(
    'hash %s in a form that bcryptjs accepts',
    async (_what, password) => {
      const values = await service.ensureHashedPasswords({ password, name: 'Ann' });
      expect(values).toEqual({ password: expect.stringMatching(/^\$2a\$04\$/), name: 'Ann' });
      expect(await bcrypt.compare(password, values.password)).toBe(true);
    }
  );
});

describe('the choice of the password library', () => {
  it('is logged', async () => {
    expect((await extend(stock)).log).toEqual([expect.stringContaining('by @node-rs/bcrypt')]);
  });

  it('leaves a function that the site has replaced', async () => {
    const peppered: Service = {
      ...stock,
      validatePassword: (password, hash) => bcrypt.compare(`${String(password)}pepper`, hash),
    };
    const { extended, log } = await extend(peppered);
    expect(extended).toBe(peppered);
    expect(log).toEqual([expect.stringContaining('the site replaces')]);
  });
});
