import leafletCss from 'leaflet/dist/leaflet.css?inline';
import * as React from 'react';
import { useTheme } from 'styled-components';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { useTranslate } from '../../../../hooks/useTranslate';
import { locationKey } from '../locationKey';
import { MapFrame } from './MapFrame';
import { useLoginMap } from './useLoginMap';
import { type Detail, useOutline } from './useOutline';

interface LoginMapProps {
  locations: readonly LoginLocation[];
  /** The site's tile server; undefined to use the bundled outline. */
  tileUrl: string | undefined;
  /** The key of the highlighted place. */
  focused: string | undefined;
  onSelect: (keys: readonly string[]) => void;
}

const LoginMap = ({ locations, tileUrl, focused, onSelect }: LoginMapProps) => {
  const t = useTranslate();
  const { colors } = useTheme();
  const container = React.useRef<HTMLDivElement>(null);
  const [detail, setDetail] = React.useState<Detail>('coarse');
  const showDetail = React.useCallback(() => setDetail('fine'), []);
  const outline = useOutline(tileUrl === undefined ? detail : undefined);
  const view = useLoginMap(container, tileUrl === undefined ? 0.25 : 1, onSelect, showDetail);

  React.useEffect(() => {
    if (tileUrl !== undefined) {
      view?.setTiles(tileUrl);
    } else if (outline) {
      view?.setOutline(outline, { land: colors.neutral150, border: colors.neutral300 });
    }
  }, [colors, outline, tileUrl, view]);

  React.useEffect(() => view?.setLocations(locations), [locations, view]);

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
