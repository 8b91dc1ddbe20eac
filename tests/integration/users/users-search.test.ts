import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { PASSWORD } from '../../support/passwords';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUsers, userPath } from '../../support/users';

/** Each has an email address `<key>@seed.example.com`, if it has no other. */
const PEOPLE: Record<string, Record<string, string>> = {
  anna: {
    name: 'Dr. Q',
    given_name: 'Anna-Lena',
    family_name: 'Müller-Voß',
    nickname: 'Änni-Ωх',
    phone_number: '+4930123456',
  },
  bob: { name: 'Bob%Percent Öztürk', username: 'bob_the-builder' },
  cyd: { name: 'under_score', email: 'cyd.keller@mail.acme.example.com' },
  dan: { name: 'Wow! Really', email: 'dan@bücher.example' },
  eve: { name: `O'Brien "quoted" AND (NOT`, family_name: 'NEAR' },
  fay: { name: 'back\\slash Жанна', nickname: 'a*b^c:d' },
  gus: { name: 'Jose\u0301 🦊 Núñez' },
  hal: { name: 'the middle amy', username: 'HAL9000' },
};

describe('the search for users', () => {
  let app: TestStrapi;
  const keyOf = new Map<string, string>();
  const userIdOf = new Map<string, string>();

  const find = async (_q: string, query: Record<string, string> = {}): Promise<string[]> => {
    const { status, body } = await getUsers(app, { _q, ...query });
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    expect(body.meta.pagination.total).toBe(body.data.length);
    return body.data.map(({ documentId }: Profile) => keyOf.get(documentId)).sort();
  };

  beforeAll(async () => {
    app = await startStrapi();
    for (const [key, { phone_number, ...person }] of Object.entries(PEOPLE)) {
      const email = `${key}@seed.example.com`;
      const data = { connection: 'local', email, password: PASSWORD, ...person };
      const { data: profile } = await mustCall<{ data: Profile }>(app, 'POST', '/users', { data });
      if (phone_number) {
        await mustCall(app, 'PUT', userPath(profile.documentId), { data: { phone_number } });
      }
      // A random id may contain one of the words below.
      const userId = `local|${key}0${key}0`;
      await app.database.update(
        UIDS.user,
        { document_id: profile.documentId },
        { user_id: userId }
      );
      keyOf.set(profile.documentId, key);
      userIdOf.set(key, userId);
    }
  });

  afterAll(() => app?.stop());

  it.each<[string, string, string[]]>([
    ['a name', 'score', ['cyd']],
    ['a given name', 'anna-lena', ['anna']],
    ['a family name', 'müller-voß', ['anna']],
    ['a part of a name after a hyphen', 'lena', ['anna']],
    ['a nickname', 'änni', ['anna']],
    ['a username', 'bob_the-builder', ['bob']],
    ['the middle of a username', 'L900', ['hal']],
    ['an email address', 'cyd.keller@mail.acme.example.com', ['cyd']],
    ['an email address in another letter case', 'CYD.Keller@MAIL.acme.example.com', ['cyd']],
    ['a local part', 'cyd.keller', ['cyd']],
    ['a part of a local part', 'keller', ['cyd']],
    ['a domain', 'mail.acme.example.com', ['cyd']],
    ['a part of a domain', 'acme', ['cyd']],
    ['a domain after its at sign', '@mail.acme', ['cyd']],
    ['an internationalized domain', 'bücher.example', ['dan']],
    ['an email address with an internationalized domain', 'Dan@BÜCHER.example', ['dan']],
    ['an internationalized domain in ASCII', 'xn--bcher-kva', ['dan']],
    ['a phone number', '+4930123456', ['anna']],
    ['a phone number with separators', '+49 (0)30 / 123-456', ['anna']],
    ['a phone number with a prefix for calls abroad', '0049 30 123456', ['anna']],
    ['a phone number without country code', '030 123456', ['anna']],
    ['the end of a phone number', '3456', ['anna']],
  ])('finds %s: %s', async (_what, _q, expected) => {
    expect(await find(_q)).toEqual(expected);
  });

  it('finds a user_id and its parts', async () => {
    const userId = userIdOf.get('hal') ?? '';
    for (const _q of [userId, userId.toUpperCase(), userId.split('|')[1], userId.slice(3, -3)]) {
      expect([_q, await find(_q)]).toEqual([_q, ['hal']]);
    }
    expect(await find('local|')).toHaveLength(Object.keys(PEOPLE).length);
  });

  it.each<[string, string, string[]]>([
    ['accents', 'muller nunez', []],
    ['missing accents', 'muller', ['anna']],
    ['other letter case and ß', 'VOSS', ['anna']],
    ['composed accents', 'jos\u00e9', ['gus']],
    ['decomposed accents', 'o\u0308ztu\u0308rk', ['bob']],
    ['full-width letters', 'Ｋｅｌｌｅｒ', ['cyd']],
    ['a NUL character', 'kel\0ler', ['cyd']],
  ])('ignores %s: %s', async (_what, _q, expected) => {
    expect(await find(_q)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['of one column', 'amy middle', ['hal']],
    ['of several columns', 'voss anna-lena seed 3012', ['anna']],
    ['that no user has together', 'anna keller', []],
    ['between much white space', ' \t amy  \n  hal9 ', ['hal']],
    ['more than once', 'amy amy AMY', ['hal']],
  ])('requires all words %s', async (_what, _q, expected) => {
    expect(await find(_q)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['one letter', 'ж', ['fay']],
    ['one letter that is only inside of words', 'н', []],
    ['one digit', '4', ['anna']],
    ['one digit that is only inside of words', '9', []],
    ['two letters', 'ЖА', ['fay']],
    ['two letters after a hyphen', 'ωх', ['anna']],
    ['two letters that are only inside of words', 'нн', []],
    ['an emoji', '🦊', ['gus']],
  ])('finds the beginning of a word by %s: %s', async (_what, _q, expected) => {
    expect(await find(_q)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['bob%', ['bob']],
    ['%percent', ['bob']],
    ['b%t', []],
    ['der_sc', ['cyd']],
    ['und_r', []],
    ['wow!', ['dan']],
    [`o'b`, ['eve']],
    ['"quoted"', ['eve']],
    ['"quoted', ['eve']],
    ['(not', ['eve']],
    ['AND', ['eve']],
    ['amy OR quoted', []],
    ['NOT quoted', ['eve']],
    ['NEAR quoted', ['eve']],
    ['amy*', []],
    ['a*b^c:d', ['fay']],
    ['body:amy', []],
    ['-amy', []],
    ['k\\sl', ['fay']],
    ['\\\\\\', []],
    ['%%%', []],
    [`' or 1=1 --`, []],
    ['{amy} + hal', []],
    ['...', []],
    ['🦊🦊🦊', []],
  ])('takes %s as plain text', async (_q, expected) => {
    expect(await find(_q)).toEqual(expected);
  });

  it('accepts texts up to 255 characters', async () => {
    expect(await find('é'.repeat(255))).toEqual([]);
    expect(await find('amy '.repeat(63))).toEqual(['hal']);
    const letters = Array.from({ length: 127 }, (_, index) => String.fromCodePoint(index + 0x3041));
    expect(await find(letters.join(' '))).toEqual([]);
    expect((await getUsers(app, { _q: 'x'.repeat(256) })).status).toBe(400);
  });

  it.each(['', ' ', ' \t\u00a0\u200b'])('finds every user by the empty text %j', async (_q) => {
    expect(await find(_q)).toHaveLength(Object.keys(PEOPLE).length);
  });

  it('can be combined with a filter, an order and a cursor', async () => {
    expect(await find('seed', { 'filters[username][$eq]': 'HAL9000' })).toEqual(['hal']);
    const query = { _q: 'seed', sort: 'email:desc', 'pagination[pageSize]': '4' };
    const first = await getUsers(app, { ...query, 'pagination[cursor]': '' });
    const { nextCursor } = first.body.meta.pagination;
    const second = await getUsers(app, { ...query, 'pagination[cursor]': String(nextCursor) });
    const keys = [...first.body.data, ...second.body.data].map(({ documentId }: Profile) =>
      keyOf.get(documentId)
    );
    expect(keys).toEqual(['hal', 'gus', 'fay', 'eve', 'bob', 'anna']);
  });

  it('has no modes any more', async () => {
    expect((await getUsers(app, { _q: 'amy', match: 'prefix' })).status).toBe(400);
  });
});
