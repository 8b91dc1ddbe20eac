import { findChoices } from '../../../plugins/user-profile/admin/src/components/Filters/choices';

const GROUPS = [
  { label: 'Logins', choices: [{ value: 's', label: 'Login' }] },
  {
    label: 'Sign-ups',
    choices: [
      { value: 'ss', label: 'Sign-up' },
      { value: 'fs', label: 'Sign-up failéd' },
    ],
  },
];

describe('findChoices', () => {
  it.each([
    ['', ['s', 'ss', 'fs']],
    [' FAILED ', ['fs']],
    ['sign-ups', ['ss', 'fs']],
    ['FÁILED', ['fs']],
    ['nothing', []],
  ])('finds by %j in the text of a choice or its group', (search, values) => {
    const found = findChoices(GROUPS, search).flatMap(({ choices }) => choices);
    expect(found.map(({ value }) => value)).toEqual(values);
  });

  it('leaves out groups without a match', () => {
    expect(findChoices(GROUPS, 'failed').map(({ label }) => label)).toEqual(['Sign-ups']);
  });
});
