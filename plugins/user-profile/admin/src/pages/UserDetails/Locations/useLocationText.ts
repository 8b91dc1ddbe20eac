import * as React from 'react';
import { useIntl } from 'react-intl';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useFormatPlace } from '../../../hooks/useFormatPlace';
import { useTranslate } from '../../../hooks/useTranslate';

/** The name of a place, and the lines of its tooltip on the map. */
export const useLocationText = () => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const formatDate = useFormatDate();
  const formatPlace = useFormatPlace();

  const nameOf = React.useCallback(
    (location: LoginLocation): string => {
      const name = formatPlace(location);

      if (!name) {
        const coordinates = [location.latitude, location.longitude].map((degrees) =>
          formatNumber(degrees, { maximumFractionDigits: 2 })
        );

        return coordinates.join(' / ');
      }

      return location.city_name ? name : t('locations.countryOnly', { country: name });
    },
    [formatNumber, formatPlace, t]
  );

  const linesOf = React.useCallback(
    (location: LoginLocation): string[] => [
      nameOf(location),
      t('locations.logins', { count: location.logins }),
      t('locations.firstLogin', { date: formatDate(location.first_login) ?? '–' }),
      t('locations.lastLogin', { date: formatDate(location.last_login) ?? '–' }),
    ],
    [formatDate, nameOf, t]
  );

  return { nameOf, linesOf };
};
