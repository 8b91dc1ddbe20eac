import { initialsOf } from '../../../plugins/user-profile/admin/src/utils/initials';

describe('initialsOf', () => {
  it.each([
    [{ name: 'Mark Thomson' }, 'MT'],
    [{ name: 'Karen  de la  Allen', email: 'k@x.y' }, 'KA'],
    [{ name: 'jane', email: 'jane@example.com' }, 'JA'],
    [{ name: 'jane@example.com', email: 'jane@example.com' }, 'JA'],
    [{ name: '山田 結城' }, '山結'],
    [{ name: '𝒜da 𝓛ovelace' }, '𝒜𝓛'],
    [{ name: '+plus@example.com', email: '+plus@example.com' }, 'PL'],
    [{ name: 'אברהם Sample 1' }, 'אS'],
    [{ name: 'John \u202Eevil.exe\u202C Smith' }, 'JS'],
    [{ name: '4711' }, '47'],
    [{ name: '', user_id: 'github|1' }, 'GI'],
    [{ name: '— —' }, '?'],
    [{}, '?'],
  ])('turns %j into %s', (user, initials) => {
    expect(initialsOf(user)).toBe(initials);
  });
});
