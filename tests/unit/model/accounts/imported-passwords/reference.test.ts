import {
  accountOfReference,
  isReference,
  newReference,
} from '../../../../../plugins/user-profile/server/src/model/accounts/imported-passwords/reference';

interface Bcrypt {
  compare(password: string, hash: string): Promise<boolean>;
}

/** The copy of bcryptjs that Strapi uses. */
const bcrypt: Bcrypt = jest.requireActual(
  require.resolve('bcryptjs', { paths: [require.resolve('@strapi/admin/package.json')] })
);

describe('the reference to an imported hash', () => {
  it.each(['a19s6w8qmibhhb1oh2st90f0', 'An-Id_of.another|form', 'x'.repeat(80)])(
    'names its account, also %s',
    (documentId) => {
      const reference = newReference(documentId);
      expect(isReference(reference)).toBe(true);
      expect(accountOfReference(reference)).toBe(documentId);
      expect(reference.length).toBeLessThanOrEqual(128);
    }
  );

  it('is new each time', () => {
    expect(newReference('a')).not.toBe(newReference('a'));
  });

  it('is no password for Users & Permissions, which may run without the plugin', async () => {
    const reference = newReference('a19s6w8qmibhhb1oh2st90f0');
    expect(await bcrypt.compare(reference, reference)).toBe(false);
    expect(await bcrypt.compare('', reference)).toBe(false);
  });

  it.each([
    null,
    undefined,
    '',
    '$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$imported$',
    '$imported$a$b',
    '$imported$a$00000000000000000000000000000000\n',
  ])('is not %p', (password) => {
    expect(isReference(password)).toBe(false);
  });
});
