import type { Place } from '../../../shared/contracts/common';

type NamedPlace = Pick<Place, 'country_code' | 'country_name' | 'city_name'>;

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

/** "Athens, Greece", or the country alone; null if both are unknown. */
export const formatPlace = (
  place: NamedPlace | null | undefined,
  locale: string
): string | null => {
  if (!place) {
    return null;
  }

  const parts = [place.city_name, countryIn(locale, place)].filter(
    (part): part is string => typeof part === 'string' && part !== ''
  );

  return parts.length > 0 ? parts.join(', ') : null;
};
