import { withoutBidiControls } from '../../../plugins/user-profile/admin/src/utils/bidi';

describe('withoutBidiControls', () => {
  it('removes overrides, embeddings and isolates, and keeps the stored order', () => {
    expect(withoutBidiControls('John \u202Eevil.exe\u202C Smith')).toBe('John evil.exe Smith');
    expect(withoutBidiControls('\u2067a\u2069\u202Ab\u202C')).toBe('ab');
    expect(withoutBidiControls('אברהם Sample 1')).toBe('אברהם Sample 1');
  });
});
