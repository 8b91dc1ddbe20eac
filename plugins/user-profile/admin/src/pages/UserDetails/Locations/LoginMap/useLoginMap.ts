import * as React from 'react';
import { useIntl } from 'react-intl';

import { useTranslate } from '../../../../hooks/useTranslate';
import { useLocationText } from '../useLocationText';
import { LoginMapView, type MapTexts } from './mapView';

const useMapTexts = (): MapTexts => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { linesOf } = useLocationText();

  return React.useMemo(
    () => ({
      zoomIn: t('locations.zoomIn'),
      zoomOut: t('locations.zoomOut'),
      pinLines: linesOf,
      clusterLabel: ({ places, logins }) => t('locations.cluster', { places, logins }),
      formatCount: (count) => formatNumber(count, { notation: 'compact' }),
    }),
    [formatNumber, linesOf, t]
  );
};

/** Creates the map in the element of the ref; undefined until it is mounted. */
export const useLoginMap = (
  container: React.RefObject<HTMLDivElement>,
  zoomStep: 0.25 | 1,
  onSelect: (keys: readonly string[]) => void,
  onZoomIn: () => void
): LoginMapView | undefined => {
  const texts = useMapTexts();
  const [view, setView] = React.useState<LoginMapView>();
  const select = React.useRef(onSelect);

  // A new listener must not recreate the map, which would reset its view.
  React.useEffect(() => {
    select.current = onSelect;
  }, [onSelect]);

  React.useEffect(() => {
    if (!container.current) {
      return undefined;
    }

    const created = new LoginMapView(container.current, {
      texts,
      zoomStep,
      onSelect: (keys) => select.current(keys),
      onZoomIn,
    });
    setView(created);

    return () => created.destroy();
  }, [container, onZoomIn, texts, zoomStep]);

  return view;
};
