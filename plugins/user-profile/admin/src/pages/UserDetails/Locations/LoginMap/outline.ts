import type { FeatureCollection, Geometry, MultiPolygon, Position } from 'geojson';

const POLE = 89.9;

/**
 * A ring that crosses the antimeridian jumps from 180 to -180, which a flat map draws as a line straight across
 * it. Unwrapped, its longitudes go on past 180 instead. A ring that ends a turn away from where it began goes
 * round a pole, and is closed along it.
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

/** The polygon, and a copy on the other side of the map for what reaches beyond the antimeridian. */
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

/** All land as one geometry that a flat map can draw. */
export const flatOutline = (countries: FeatureCollection<Geometry | null>): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: countries.features.flatMap(({ geometry }) =>
    polygonsOf(geometry).flatMap(placePolygon)
  ),
});
