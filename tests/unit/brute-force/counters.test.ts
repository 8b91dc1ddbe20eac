import { pairCounters } from '../../../plugins/user-profile/server/src/brute-force/counters';

describe('the counter of failed logins with an identifier', () => {
  const IP = '192.0.2.1';
  const keysOf = (identifier: string, ip: string | null = IP) =>
    pairCounters(identifier, ip).map(({ key }) => key);

  it.each([
    ['letter case', 'ANN@example.test', 'ann@example.test'],
    ['letter case of non-ASCII letters', 'MÜLLER', 'müller'],
    ['composition', 'Jose\u0301', 'Jos\u00e9'],
    ['accents, which MySQL ignores', 'José', 'Jose'],
    ['full-width letters', 'ａｎｎ', 'ann'],
    ['Arabic vowel marks', '\u0645\u064f\u062d\u0645\u062f', '\u0645\u062d\u0645\u062f'],
    ['a combining mark for symbols', 'an\u20ddn', 'ann'],
    ['a control character', 'an\u0001n', 'ann'],
    ['a code point for private use', 'an\ue000n', 'ann'],
  ])('is the same for identifiers that differ in %s', (_what, one, other) => {
    expect(keysOf(one)).toEqual(keysOf(other));
  });

  it('is shared by an identifier with ß and those that collations compare it with', () => {
    expect(keysOf('Straße')).toEqual([...keysOf('strase'), ...keysOf('STRASSE')]);
    expect(keysOf('STRAẞE')).toEqual(keysOf('straße'));
    expect(keysOf('jeßß')[0]).toBe(keysOf('jeßs')[0]);
  });

  it('differs for other identifiers and IP addresses', () => {
    const identifiers = ['ann', 'anna', 'jess@example.test', 'jesss@example.test'];
    const keys = [...identifiers.flatMap((one) => keysOf(one)), ...keysOf('ann', null)];
    expect(new Set(keys).size).toBe(5);
  });
});
