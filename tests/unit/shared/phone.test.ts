import { canonicalPhone } from '../../../plugins/user-profile/shared/phone';

describe('the stored form of a phone number', () => {
  it.each([
    ['+4915112345678', '+4915112345678'],
    ['+49 151 1234-5678', '+4915112345678'],
    ['0049 (151) 12345678', '+4915112345678'],
    ['+49\u00a0151\u202f12345678', '+4915112345678'],
    ['\u202a+49 151 12345678\u202c', '+4915112345678'],
    ['+49–151–12345678', '+4915112345678'],
    ['tel:+1-201-555-0123', '+12015550123'],
    ['+1.201.555.0123', '+12015550123'],
    ['+49\u2212151\u221212345678', '+4915112345678'],
    ['+49_151·12345678', '+4915112345678'],
    ['＋４９１５１１２３４５６７８', '+4915112345678'],
    ['+٤٩ ١٥١ ١٢٣٤٥٦٧٨', '+4915112345678'],
    ['+۴۹۱۵۱۱۲۳۴۵۶۷۸', '+4915112345678'],
  ])('is E.164: %j', (text, expected) => {
    expect(canonicalPhone(text)).toBe(expected);
  });

  it.each([
    ['no country code', '0151 12345678'],
    ['no sign that it is international', '4915112345678'],
    ['a trunk prefix that must not be dialled', '+49 (0) 151 12345678'],
    ['an extension', '+1 201 555 0123 x12'],
    ['an extension as in RFC 3966', 'tel:+1-201-555-0123;ext=12'],
    ['a country code that begins with 0', '+0123456789'],
    ['more than 15 digits', '+1234567890123456'],
    ['two numbers', '+4915112345678, +4915112345679'],
    ['letters', '+1 800 FLOWERS'],
    ['a thousand characters', `+4915112345678${' '.repeat(1000)}`],
    ['nothing', ''],
  ])('does not exist for a number with %s', (_name, text) => {
    expect(canonicalPhone(text)).toBeNull();
  });
});
