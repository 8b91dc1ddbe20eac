import { ORDERS } from '../../bench/parts/orders.mjs';
import { USER_SORT_FIELDS } from '../../plugins/user-profile/shared/user-fields';

describe('the benchmark', () => {
  it('measures every order of the Users list', () => {
    const sorts = ORDERS.map(({ sort }) => sort);
    expect(sorts).toEqual(USER_SORT_FIELDS.flatMap((field) => [`${field}:asc`, `${field}:desc`]));
  });
});
