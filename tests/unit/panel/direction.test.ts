import { isolateValues } from '../../../plugins/user-profile/admin/src/hooks/useTranslate';
import { isolate } from '../../../plugins/user-profile/admin/src/utils/bidi';
import { formatPlace } from '../../../plugins/user-profile/admin/src/utils/place';

const isolated = (text: string) => `\u2068${text}\u2069`;

describe('the direction of values', () => {
  it('is isolated in a language from right to left', () => {
    expect(isolate('fig@example.com', 'ar')).toBe(isolated('fig@example.com'));
    expect(isolate('192.0.2.1', 'he')).toBe(isolated('192.0.2.1'));
  });

  it('is isolated for Arabic and Hebrew values in every language', () => {
    expect(isolate('ليلى 1', 'en')).toBe(isolated('ليلى 1'));
    expect(isolate('אבי 2', 'de')).toBe(isolated('אבי 2'));
  });

  it('cannot be overridden by a value', () => {
    expect(isolate('John \u202eevil.exe', 'en')).toBe('John evil.exe');
  });

  it('stays as it is for other values, so texts can be compared and copied', () => {
    expect(isolate('Åsa Ögren, 3', 'fr')).toBe('Åsa Ögren, 3');
    expect(isolate('true', 'ar')).toBe('true');
  });

  it('is isolated once', () => {
    expect(isolate(isolate('a 1', 'ar'), 'ar')).toBe(isolated('a 1'));
  });

  it('is isolated for texts among the values of a message', () => {
    expect(isolateValues({ count: 3, name: 'Fig 1' }, 'ar')).toEqual({
      count: 3,
      name: isolated('Fig 1'),
    });
  });

  it('is isolated for each part of a place', () => {
    const place = { city_name: 'St. Gallen', country_code: 'CH', country_name: 'Switzerland' };

    expect(formatPlace(place, 'ar')).toBe(`${isolated('St. Gallen')}, سويسرا`);
    expect(formatPlace(place, 'fr')).toBe('St. Gallen, Suisse');
  });
});
