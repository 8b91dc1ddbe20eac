import type { FeatureCollection, Geometry, MultiPolygon, Position } from 'geojson';
import * as React from 'react';
import { feature } from 'topojson-client';

const POLE = 89.9;

/**
 * A ring that crosses the antimeridian jumps from 180 to -180, which a flat map draws as a line across the whole
 * map. Unwrapped, its longitudes continue past 180. A ring that ends 360 degrees from its start encloses a pole
 * and is closed along it.
 */
export const unwrapRing = (ring: readonly Position[]): Position[] => {
  let offset = 0;

  const unwrapped = ring.map(([longitude, latitude], index): Position => {
    const step = index > 0 ? longitude - ring[index - 1][0] : 0;

    if (step > 180) {
      offset -= 360;
    } else if (step < -180) {
      offset += 360;
    }

    return [longitude + offset, latitude];
  });

  if (offset === 0) {
    return unwrapped;
  }

  const first = unwrapped[0];
  const last = unwrapped[unwrapped.length - 1];
  const pole = last[1] < 0 ? -POLE : POLE;

  return [...unwrapped, [last[0], pole], [first[0], pole], [...first]];
};

const shift = (rings: readonly Position[][], degrees: number): Position[][] =>
  rings.map((ring) => ring.map(([longitude, latitude]) => [longitude + degrees, latitude]));

/** The polygon, and a shifted copy for the part beyond the antimeridian. */
const placePolygon = (rings: readonly Position[][]): Position[][][] => {
  const unwrapped = rings.map(unwrapRing);
  const longitudes = unwrapped[0].map(([longitude]) => longitude);
  const placed = [unwrapped];

  if (longitudes.some((longitude) => longitude > 180)) {
    placed.push(shift(unwrapped, -360));
  }

  if (longitudes.some((longitude) => longitude < -180)) {
    placed.push(shift(unwrapped, 360));
  }

  return placed;
};

const polygonsOf = (geometry: Geometry | null): Position[][][] => {
  switch (geometry?.type) {
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
    default:
      return [];
  }
};

/** All countries as one geometry for a flat map. */
export const flatOutline = (countries: FeatureCollection<Geometry | null>): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: countries.features.flatMap(({ geometry }) =>
    polygonsOf(geometry).flatMap(placePolygon)
  ),
});

/** The outline is bundled: the panel requests no map tiles from third parties. */
const loadOutline = async (): Promise<MultiPolygon> => {
  const { default: topology } = await import('world-atlas/countries-50m.json');

  return flatOutline(feature(topology, topology.objects.countries));
};

/** The outline of the world; undefined until it is loaded, and if it is not needed. */
export const useOutline = (isNeeded: boolean): MultiPolygon | undefined => {
  const [outline, setOutline] = React.useState<MultiPolygon>();

  React.useEffect(() => {
    if (!isNeeded) {
      return undefined;
    }

    let isCurrent = true;

    loadOutline().then(
      (loaded) => isCurrent && setOutline(loaded),
      // Without the outline, the pins are still drawn, and the table below lists the places.
      () => undefined
    );

    return () => {
      isCurrent = false;
    };
  }, [isNeeded]);

  return outline;
};
