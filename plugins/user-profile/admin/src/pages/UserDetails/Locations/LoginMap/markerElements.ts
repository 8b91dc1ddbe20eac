import * as L from 'leaflet';

import type { Marker } from './clusters';

const sizeOf = (marker: Marker): number =>
  marker.kind === 'cluster' ? Math.min(52, 28 + Math.log2(marker.places) * 4) : 18;

const classOf = (marker: Marker): string => {
  if (marker.kind === 'cluster') {
    return 'login-cluster';
  }

  return marker.location.city_name ? 'login-pin' : 'login-pin login-pin-vague';
};

/** Place names are untrusted, so they are inserted as text only. */
const textLines = (lines: readonly string[]): HTMLElement => {
  const box = document.createElement('div');

  lines.forEach((line) => {
    const row = document.createElement('div');
    row.textContent = line;
    box.append(row);
  });

  return box;
};

const iconOf = (marker: Marker, count: string): L.DivIcon => {
  const label = document.createElement('span');
  label.textContent = marker.kind === 'cluster' ? count : '';
  const size = sizeOf(marker);

  return L.divIcon({ className: classOf(marker), html: label, iconSize: [size, size] });
};

interface MarkerTexts {
  /** The accessible name. */
  label: string;
  /** The tooltip. */
  lines: readonly string[];
  count: string;
}

/** A marker that works as a button for the keyboard and screen readers. */
export const createMarker = (
  marker: Marker,
  { label, lines, count }: MarkerTexts,
  onActivate: () => void
): L.Marker => {
  const layer = L.marker(marker.position, {
    icon: iconOf(marker, count),
    keyboard: true,
    riseOnHover: true,
  });

  layer.bindTooltip(textLines(lines), { direction: 'auto', offset: [sizeOf(marker) / 2, 0] });
  layer.on('click', onActivate);

  layer.on('add', () => {
    const element = layer.getElement();

    element?.setAttribute('role', 'button');
    element?.setAttribute('aria-label', label);
    element?.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        event.stopPropagation();
        onActivate();
      }
    });
  });

  return layer;
};
