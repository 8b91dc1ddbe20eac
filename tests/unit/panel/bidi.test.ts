import { isolated, withoutBidiControls } from '../../../plugins/user-profile/admin/src/utils/bidi';

const [START, END] = ['\u2068', '\u2069'];
const ARABIC_DATE = new Intl.DateTimeFormat('ar-EG', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
}).format(Date.UTC(2026, 10, 28, 8, 46, 50));

describe('withoutBidiControls', () => {
  it('removes overrides, embeddings and isolates, and keeps the stored order', () => {
    expect(withoutBidiControls('John \u202Eevil.exe\u202C Smith')).toBe('John evil.exe Smith');
    expect(withoutBidiControls('\u2067a\u2069\u202Ab\u202C')).toBe('ab');
    expect(withoutBidiControls('אברהם Sample 1')).toBe('אברהם Sample 1');
  });
});

describe('isolated', () => {
  it.each([
    ['Fig Sample', 'en', 'Fig Sample'],
    ['אברהם', 'en', `${START}אברהם${END}`],
    ['Fig Sample', 'ar', `${START}Fig Sample${END}`],
    [ARABIC_DATE, 'ar', `${START}${ARABIC_DATE}${END}`],
    [`${START}אברהם${END}`, 'ar-EG', `${START}אברהם${END}`],
    ['\u202Eevil', 'fr', 'evil'],
  ])('turns %j in the language %s into %j', (text, locale, expected) => {
    expect(isolated(text, locale)).toBe(expected);
  });
});
