import { createSeenKeys } from '../../../../plugins/user-profile/server/src/users/import/engine/seen-keys';

describe('the keys that an import has seen', () => {
  it('are found again with their line, also after the tables have grown', () => {
    const seen = createSeenKeys();
    const count = 50_000;
    for (let line = 1; line <= count; line += 1) {
      expect(seen.add(`key ${line}`, line)).toBeNull();
    }
    for (let line = 1; line <= count; line += 1) {
      expect(seen.add(`key ${line}`, count + line)).toBe(line);
    }
  });
});
