import {
  isOneRecipient,
  requireRecipient,
} from '../../../plugins/user-profile/server/src/utils/mail-recipient';

describe('one recipient of a mail', () => {
  it.each([
    'ann@example.com',
    'ann@localhost',
    'jörg@bücher.example.com',
    "o'neil+shop@example.com",
    'Ann@Example.com',
  ])('may be %j', (email) => {
    expect(isOneRecipient(email)).toBe(true);
    expect(requireRecipient(email)).toBe(email);
  });

  it.each([
    'x@example.com,ann@example.com',
    'x@example.com;ann@example.com',
    'x@example.com ann@example.com',
    'ann@example.com\n',
    'ann@example.com\r\nBcc: x@example.com',
    'ann@example.com\u2028',
    'Ann <ann@example.com>',
    'team:ann@example.com',
    '"ann, x"@example.com',
    'ann@x@example.com',
    '\u212aann@example.com',
    'ann\0@example.com',
    'ann',
    '',
    null,
    ['ann@example.com'],
  ])('is never %j', (email) => {
    expect(() => requireRecipient(email)).toThrow('The email address of this user is invalid');
  });
});
