import { canonicalEmail, foldIdentifier } from '../../../plugins/user-profile/shared/email';

describe('the stored form of an email address', () => {
  it.each([
    ['victim@example.com ', 'victim@example.com'],
    ['\tVictim@EXAMPLE.com\r\n', 'victim@example.com'],
    ['\u200b\u2066victim@example.com\u2069', 'victim@example.com'],
    ['ann@bücher.example.com', 'ann@xn--bcher-kva.example.com'],
    ['Ann@BÜCHER.example.com', 'ann@xn--bcher-kva.example.com'],
    ['ann@bu\u0308cher.example.com', 'ann@xn--bcher-kva.example.com'],
    ['ann@bücher。example.com', 'ann@xn--bcher-kva.example.com'],
    ['ann@b\u00adücher.example.com', 'ann@xn--bcher-kva.example.com'],
    ['ann@XN--BCHER-KVA.example.com', 'ann@xn--bcher-kva.example.com'],
    ['ivan@почта.рф', 'ivan@xn--80a1acny.xn--p1ai'],
    ['ann@straße.example', 'ann@xn--strae-oqa.example'],
    ["o'neil+shop&co=1@example.com", "o'neil+shop&co=1@example.com"],
  ])('is one for every spelling: %j', (text, expected) => {
    expect(canonicalEmail(text)).toBe(expected);
    expect(canonicalEmail(expected)).toBe(expected);
  });

  it.each([
    ['a list', 'x, victim@example.com'],
    ['a list with semicolons', 'x@example.com;victim@example.com'],
    ['a header', 'victim@example.com\nBcc: x@example.com'],
    ['a line break in the domain', 'victim@exä\nmple.com'],
    ['a name', 'Victim <victim@example.com>'],
    ['a full-width at sign', 'victim＠example.com'],
    ['a domain with a full-width @', 'x@victim＠example.com'],
    ['a final dot', 'victim@example.com.'],
    ['two dots', 'vic..tim@example.com'],
    ['no domain', 'ann'],
    ['no local part', '@example.com'],
    ['a domain with one label', 'ann@localhost'],
    ['an IP address', 'ann@127.0.0.1'],
    ['an IP address in full-width digits', 'ann@１２７.0.0.1'],
    ['a path', 'ann@exämple.com/victim.example.com'],
    ['a percent-encoded domain', 'ann@ex%61mplé.com'],
    ['a Kelvin sign, whose lower case is k', 'vi\u212aing@example.com'],
    ['a long s, whose upper case is S', 'mi\u017fs@example.com'],
    ['letters beyond ASCII before the at sign', 'jörg@example.com'],
    ['NUL', 'ann\0@example.com'],
    ['a zero-width space', 'an\u200bn@example.com'],
    ['quotes', '"ann ann"@example.com'],
    ['a comment', 'ann(comment)@example.com'],
    ['more than 254 characters', `${'a'.repeat(250)}@example.com`],
    ['a label of 64 characters', `ann@${'a'.repeat(64)}.com`],
    ['nothing', ''],
  ])('does not exist for %s', (_name, text) => {
    expect(canonicalEmail(text)).toBeNull();
  });

  it('is what identifiers are compared by, if they are email addresses', () => {
    expect(foldIdentifier(' Ann@BÜCHER.example.com')).toBe('ann@xn--bcher-kva.example.com');
    expect(foldIdentifier('Ann Smith')).toBe('ann smith');
  });
});
