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

/** The copies of the polygon that are visible within half a turn of the meridian. */
const placePolygon = (rings: readonly Position[][], meridian: number): Position[][][] => {
  const unwrapped = rings.map(unwrapRing);
  const longitudes = unwrapped[0].map(([longitude]) => longitude);
  const west = Math.min(...longitudes);
  const east = Math.max(...longitudes);

  return [-720, -360, 0, 360, 720]
    .filter((degrees) => east + degrees > meridian - 180 && west + degrees < meridian + 180)
    .map((degrees) => (degrees === 0 ? unwrapped : shift(unwrapped, degrees)));
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

export type Countries = FeatureCollection<Geometry | null>;

/** All countries as one geometry for a flat map that is centred on the meridian. */
export const flatOutline = (countries: Countries, meridian = 0): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: countries.features.flatMap(({ geometry }) =>
    polygonsOf(geometry).flatMap((rings) => placePolygon(rings, meridian))
  ),
});

export type Detail = 'coarse' | 'fine';

/** The outlines are bundled: the panel requests no map tiles from third parties. */
const LOADERS = {
  coarse: () => import('world-atlas/countries-110m.json'),
  fine: () => import('world-atlas/countries-50m.json'),
} as const satisfies Record<Detail, unknown>;

const loadCountries = async (detail: Detail): Promise<Countries> => {
  const { default: topology } = await LOADERS[detail]();

  return feature(topology, topology.objects.countries);
};

/**
 * The countries of the world; undefined until they are loaded, and if they are not needed. The coarse outline
 * stays until the fine one is loaded.
 */
export const useOutline = (detail: Detail | undefined): Countries | undefined => {
  const [countries, setCountries] = React.useState<Countries>();

  React.useEffect(() => {
    if (detail === undefined) {
      return undefined;
    }

    let isCurrent = true;

    loadCountries(detail).then(
      (loaded) => isCurrent && setCountries(loaded),
      // Without the outline, the pins are still drawn, and the table below lists the places.
      () => undefined
    );

    return () => {
      isCurrent = false;
    };
  }, [detail]);

  return countries;
};
