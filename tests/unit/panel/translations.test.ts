import { parse } from '@formatjs/icu-messageformat-parser';

import en from '../../../plugins/user-profile/admin/src/translations/en.json';
import { EVENT_TYPE_CODES } from '../../../plugins/user-profile/shared/event-types';

describe('the English texts', () => {
  test.each(Object.entries(en))('contain a valid ICU message for %s', (_id, text) => {
    expect(() => parse(text)).not.toThrow();
  });

  it('name every event type', () => {
    expect(Object.keys(en)).toEqual(
      expect.arrayContaining(EVENT_TYPE_CODES.map((code) => `event.${code}`))
    );
  });
});
