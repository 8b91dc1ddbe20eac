import { roleKey } from '../../../../plugins/user-profile/server/src/model/users/roles';

describe('the role in the users table', () => {
  it('sorts by type first, and tells roles with the same type apart', () => {
    const keys = [
      roleKey({ type: 'editor', documentId: 'b' }),
      roleKey({ type: 'author', documentId: 'c' }),
      roleKey({ type: 'editor', documentId: 'a' }),
    ];
    expect(keys.sort()).toEqual(['author c', 'editor a', 'editor b']);
  });

  it('fits the column and ends with the whole id, however long the type is', () => {
    const documentId = 'x'.repeat(24);
    const key = roleKey({ type: 'long type '.repeat(100), documentId });
    expect(key.length).toBeLessThanOrEqual(255);
    expect(key.endsWith(` ${documentId}`)).toBe(true);
  });
});
