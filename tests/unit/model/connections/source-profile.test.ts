import { withEarlierAttributes } from '../../../../plugins/user-profile/server/src/model/connections/source-attributes';
import {
  checkedProfile,
  rootAttributesIn,
  toSourceProfile,
} from '../../../../plugins/user-profile/server/src/model/connections/source-profile';
import type { JsonObject } from '../../../../plugins/user-profile/shared/contracts/users';

const profileOf = (claims: JsonObject) => toSourceProfile('1', claims);

const attributesOf = (claims: JsonObject) => rootAttributesIn(profileOf(claims).data);

const pictureOf = (length: number): JsonObject => {
  const url = 'https://cdn.example.com/u/1.jpg?sig=';
  return { picture: url + 'a'.repeat(length - url.length) };
};

describe('attributes of a source', () => {
  it.each<[string, JsonObject, Record<string, string>]>([
    ['are trimmed', { name: '  Ann Sample\n' }, { name: 'Ann Sample' }],
    ['lose control characters', { name: 'Ann\u0007 Sam\0ple' }, { name: 'Ann Sample' }],
    ['have one line', { name: 'Ann\r\n\tSample\u2028Jr.' }, { name: 'Ann Sample Jr.' }],
    ['come from a list', { nickname: ['', 7, 'Ann', 'Annie'] }, { nickname: 'Ann' }],
    ['come from the next name', { name: 42, displayName: 'Ann' }, { name: 'Ann' }],
    [
      'include a picture of http or https',
      { picture: ['javascript:alert(1)', 'HTTPS://cdn.example.com/1.jpg?a=1&b=2'] },
      { picture: 'HTTPS://cdn.example.com/1.jpg?a=1&b=2' },
    ],
    [
      'include the phone number',
      { phone: ['0151', '+49 (151) 1234-5678'] },
      { phone_number: '+4915112345678' },
    ],
  ])('%s', (_title, claims, expected) => {
    expect(attributesOf(claims)).toEqual(expected);
  });

  it.each<[string, JsonObject, string, string]>([
    ['a name that is too long', { name: 'x'.repeat(301) }, 'name', 'too_long'],
    ['a picture of 2,540 characters', pictureOf(2540), 'picture', 'too_long'],
    ['a picture as data', { picture: 'data:image/png;base64,AA==' }, 'picture', 'invalid'],
    ['a picture without a protocol', { picture: '//cdn.example.com/1' }, 'picture', 'invalid'],
    ['a picture with spaces', { picture: 'https://example.com/a b' }, 'picture', 'invalid'],
    ['a picture without a host', { picture: 'https://' }, 'picture', 'invalid'],
    ['a picture that is an object', { picture: { data: {} } }, 'picture', 'not_text'],
    [
      'a phone number that is a number',
      { phone_number: 4915112345678 },
      'phone_number',
      'not_text',
    ],
    ['a name in which nothing is visible', { name: '\u200b \u2060' }, 'name', 'invalid'],
    ['a national phone number', { phone_number: '0151 123' }, 'phone_number', 'invalid'],
    ['two email addresses', { email: 'x, victim@example.com' }, 'email', 'invalid'],
    ['an email address in an object', { email: { value: 'a@example.com' } }, 'email', 'not_text'],
  ])('are left off, kept complete and reported: %s', (_name, claims, attribute, reason) => {
    const { data, dropped, email } = profileOf(claims);
    expect(dropped).toEqual([{ attribute, reason }]);
    expect(data[attribute]).toEqual(claims[attribute]);
    expect(rootAttributesIn(data)).toEqual({});
    expect(email).toBeNull();
  });

  it('are not reported if they are missing, null or empty', () => {
    expect(profileOf({ name: null, email: '', picture: [], phone: '  ' }).dropped).toEqual([]);
  });
});

describe('the email address of a source', () => {
  it.each<[JsonObject, string | null, boolean]>([
    [{ email: ' Ann@EXAMPLE.com ', email_verified: true }, 'ann@example.com', true],
    [{ email: ['ann@example.com'], email_verified: 'true' }, 'ann@example.com', true],
    [{ email: 'ann@example.com', email_verified: 'yes' }, 'ann@example.com', false],
    [{ email: 'ann', email_verified: true }, null, false],
    // `email_verified` is about the first one.
    [{ email: ['x', 'ann@example.com'], email_verified: true }, 'ann@example.com', false],
    [{ email: 'x', mail: 'ann@example.com', email_verified: true }, 'ann@example.com', false],
    [{ email: null, mail: 'ann@example.com', email_verified: true }, 'ann@example.com', true],
  ])('of %j is %j, verified: %j', (claims, email, emailVerified) => {
    const profile = profileOf(claims);
    expect(profile).toMatchObject({ email, emailVerified });
    expect(profile.data.email_verified === true).toBe(emailVerified);
  });

  it('is checked if a strategy of the site returned it', () => {
    const profileWith = (email: string | null) =>
      checkedProfile({ id: '1', email, emailVerified: true, data: { email, name: 'Ann' } });
    expect(profileWith('Ann@BÜCHER.example.com')).toMatchObject({
      email: 'ann@xn--bcher-kva.example.com',
      emailVerified: true,
      data: { email: 'ann@xn--bcher-kva.example.com', name: 'Ann' },
      dropped: [],
    });
    expect(profileWith('x, victim@example.com')).toMatchObject({
      email: null,
      emailVerified: false,
      dropped: [{ attribute: 'email', reason: 'invalid' }],
    });
    expect(profileWith(null)).toMatchObject({ email: null, emailVerified: false, dropped: [] });
  });
});

describe('attributes that a source does not mention', () => {
  const earlier = profileOf({
    email: 'ann@example.com',
    email_verified: true,
    name: 'Ann Sample',
    phone: '+4915112345678',
    locale: 'de',
  }).data;
  const after = (claims: JsonObject) => withEarlierAttributes(profileOf(claims).data, earlier);

  it('keep their last value, with the verification of that email address', () => {
    expect(after({ email_verified: false, given_name: 'Ann' })).toEqual({
      email: 'ann@example.com',
      email_verified: true,
      name: 'Ann Sample',
      given_name: 'Ann',
      phone_number: '+4915112345678',
    });
  });

  it('may be undefined in what code of the site returns', () => {
    const claims = { name: undefined, locale: 'en' } as unknown as JsonObject;
    expect(after(claims).name).toBe('Ann Sample');
    expect(toSourceProfile('1', claims).dropped).toEqual([]);
  });

  it('do not make an earlier email address verified', () => {
    const unverified = { ...earlier, email_verified: false };
    const { data } = profileOf({ email_verified: true });
    expect(withEarlierAttributes(data, unverified).email_verified).toBe(false);
  });

  it.each<[JsonObject]>([
    [{ name: null }],
    [{ name: '' }],
    [{ display_name: ' ' }],
    [{ name: [] }],
  ])('are cleared by an empty value under any of their names: %j', (claims) => {
    expect(rootAttributesIn(after(claims)).name).toBeUndefined();
  });

  it('are not replaced by an earlier value if the new one does not fit', () => {
    expect(rootAttributesIn(after({ name: 'x'.repeat(301) })).name).toBeUndefined();
  });

  it('may be cleared in claims that are too large to be stored', () => {
    const claims = { name: null, more: 'x'.repeat(70_000) };
    expect(rootAttributesIn(after(claims)).name).toBeUndefined();
  });
});
