import { pairCounter } from '../../../plugins/user-profile/server/src/brute-force/counters';

describe('the counter of failed logins with an identifier', () => {
  const IP = '192.0.2.1';

  it.each([
    ['letter case', 'ANN@example.test', 'ann@example.test'],
    ['letter case of non-ASCII letters', 'STRASSE', 'straße'],
    ['composition', 'Jose\u0301', 'Jos\u00e9'],
    ['accents, which MySQL ignores', 'José', 'Jose'],
    ['full-width letters', 'ａｎｎ', 'ann'],
    ['a double s, which ß equals in some collations only', 'strase', 'straße'],
    ['Arabic vowel marks', '\u0645\u064f\u062d\u0645\u062f', '\u0645\u062d\u0645\u062f'],
    ['a combining mark for symbols', 'an\u20ddn', 'ann'],
    ['a control character', 'an\u0001n', 'ann'],
    ['a code point for private use', 'an\ue000n', 'ann'],
  ])('is the same for identifiers that differ in %s', (_what, one, other) => {
    expect(pairCounter(one, IP)).toEqual(pairCounter(other, IP));
  });

  it('differs for other identifiers and IP addresses', () => {
    const keys = [pairCounter('ann', IP), pairCounter('anna', IP), pairCounter('ann', null)];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
  });
});
