import * as React from 'react';

import leafletCss from 'leaflet/dist/leaflet.css?inline';
import { useIntl } from 'react-intl';
import { useTheme } from 'styled-components';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { useTranslate } from '../../../../hooks/useTranslate';
import { locationKey } from '../locationKey';
import { useLocationText } from '../useLocationText';

import { loadOutline } from './loadOutline';
import { LoginMapView, type MapTexts } from './loginMap';
import { MapFrame } from './MapFrame';

interface LoginMapProps {
  locations: readonly LoginLocation[];
  /** The key of the place that is to stand out. */
  focused: string | undefined;
  onSelect: (keys: readonly string[]) => void;
}

const LoginMap = ({ locations, focused, onSelect }: LoginMapProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { linesOf } = useLocationText();
  const { colors } = useTheme();
  const container = React.useRef<HTMLDivElement>(null);
  const [view, setView] = React.useState<LoginMapView>();
  const [outline, setOutline] = React.useState<Awaited<ReturnType<typeof loadOutline>>>();

  const texts = React.useMemo<MapTexts>(
    () => ({
      zoomIn: t('locations.zoomIn'),
      zoomOut: t('locations.zoomOut'),
      pinLines: linesOf,
      clusterLabel: ({ places, logins }) => t('locations.cluster', { places, logins }),
      formatCount: (count) => formatNumber(count, { notation: 'compact' }),
    }),
    [formatNumber, linesOf, t]
  );

  React.useEffect(() => {
    let isCurrent = true;

    loadOutline().then(
      (loaded) => isCurrent && setOutline(loaded),
      // Without the outline the pins still stand on an empty map, and the table beneath names the places.
      () => undefined
    );

    return () => {
      isCurrent = false;
    };
  }, []);

  React.useEffect(() => {
    if (!container.current) {
      return undefined;
    }

    const created = new LoginMapView(container.current, texts, onSelect);
    setView(created);

    return () => created.destroy();
  }, [onSelect, texts]);

  React.useEffect(() => view?.setLocations(locations), [locations, view]);

  React.useEffect(() => {
    if (outline) {
      view?.setOutline(outline, { land: colors.neutral150, border: colors.neutral300 });
    }
  }, [colors, outline, view]);

  React.useEffect(
    () => view?.focus(locations.find((location) => locationKey(location) === focused)),
    [focused, locations, view]
  );

  return (
    <MapFrame>
      <style>{leafletCss}</style>
      <div ref={container} role="application" aria-label={t('locations.map')} />
    </MapFrame>
  );
};

export default LoginMap;
