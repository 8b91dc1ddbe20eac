import * as React from 'react';
import { useIntl } from 'react-intl';

import type { Place } from '../../../shared/contracts/common';
import { formatPlace } from '../utils/place';

/** "Athens, Greece" in the administrator's language; null if the place is unknown. */
export const useFormatPlace = (): ((
  place: Pick<Place, 'country_code' | 'country_name' | 'city_name'> | null | undefined
) => string | null) => {
  const { locale } = useIntl();

  return React.useCallback((place) => formatPlace(place, locale), [locale]);
};
