import { user } from '../../../../plugins/user-profile/server/src/content-types/user';
import {
  FOLDED_COLUMNS,
  foldedCopies,
  foldedFor,
  withFoldedCopies,
} from '../../../../plugins/user-profile/server/src/model/users/folded-columns';

describe('the folded columns of a user', () => {
  it('are derived from the columns that are written, and from no others', () => {
    expect(foldedCopies({ name: 'ÉVA', blocked: true })).toEqual({ folded_name: 'eva' });
    expect(foldedCopies({ email: undefined, logins_count: 1 })).toEqual({});
  });

  it('are empty if their column is', () => {
    expect(foldedCopies({ username: null, user_id: 'local|A' })).toEqual({
      folded_username: null,
      folded_user_id: 'local|a',
    });
  });

  it('accompany the columns of a write', () => {
    const columns = { email: 'ANN@example.test', blocked: false };
    expect(withFoldedCopies(columns)).toEqual({
      ...columns,
      folded_email: 'ann@example.test',
      folded_unicode_email: null,
    });
  });

  it.each([
    ['ann@example.test', null],
    ['ann@xn--bcher-kva.example', 'ann@bucher.example'],
    ['ann@mail.XN--strae-oqa.example', 'ann@mail.strasse.example'],
    ['ann@xn--0.example', null],
    [null, null],
  ])('have the domain of %s in Unicode if it is internationalized', (email, unicode) => {
    expect(foldedCopies({ email })).toMatchObject({ folded_unicode_email: unicode });
  });

  it('hold no more than their length, without half a character', () => {
    expect(foldedFor('name', '\ufdfa'.repeat(300))).toHaveLength(300);
    expect(foldedFor('name', `a${'𝒳'.repeat(300)}`)).toHaveLength(300);
    expect(foldedFor('name', `a${'🏛'.repeat(300)}`)).toMatch(/^a(🏛){149}$/u);
  });

  it('are private and hidden in relations', () => {
    const { attributes, config } = user;
    for (const column of FOLDED_COLUMNS) {
      expect(attributes[column]).toMatchObject({ type: 'string', private: true });
      expect(config.attributes[column]).toEqual({ hidden: true });
    }
  });
});
