import type { Place } from '../../../shared/contracts/common';
import { isolate } from './bidi';

export type NamedPlace = Pick<Place, 'country_code' | 'country_name' | 'city_name'> &
  Partial<Pick<Place, 'region_name'>>;

const countryIn = (locale: string, { country_code: code, country_name: name }: NamedPlace) => {
  if (!code) {
    return name;
  }

  try {
    const translated = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }).of(
      code.toUpperCase()
    );

    return translated ?? name ?? code;
  } catch {
    // Not a valid region code.
    return name ?? code;
  }
};

/** The region tells namesakes apart. It is omitted if it repeats the city, as in "Berlin, Berlin". */
const regionIn = ({ city_name: city, region_name: region }: NamedPlace) =>
  city && region && !region.includes(city) && !city.includes(region) ? region : null;

/** "Columbus, Ohio, United States", or the country alone; null if both are unknown. */
export const formatPlace = (
  place: NamedPlace | null | undefined,
  locale: string
): string | null => {
  if (!place) {
    return null;
  }

  const parts = [place.city_name, regionIn(place), countryIn(locale, place)].filter(
    (part): part is string => typeof part === 'string' && part !== ''
  );

  return parts.length > 0 ? parts.map((part) => isolate(part, locale)).join(', ') : null;
};
