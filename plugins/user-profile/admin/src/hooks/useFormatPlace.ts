import * as React from 'react';
import { useIntl } from 'react-intl';

import { formatPlace, type NamedPlace } from '../utils/place';

/** "Columbus, Ohio, United States" in the administrator's language; null if the place is unknown. */
export const useFormatPlace = (): ((place: NamedPlace | null | undefined) => string | null) => {
  const { locale } = useIntl();

  return React.useCallback((place) => formatPlace(place, locale), [locale]);
};
