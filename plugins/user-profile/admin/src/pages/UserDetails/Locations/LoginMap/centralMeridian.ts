/**
 * The longitude that the map is centred on: 0, unless the shorter way round from the first place to the last
 * crosses the antimeridian and all places fit on half of the world. Otherwise the familiar map is kept.
 */
export const centralMeridian = (longitudes: readonly number[]): number => {
  const sorted = [...longitudes].sort((a, b) => a - b);
  const east = sorted.findIndex(
    (longitude, index) => index > 0 && longitude - sorted[index - 1] > 180
  );

  if (east < 1) {
    return 0;
  }

  const centre = (sorted[east] + sorted[east - 1] + 360) / 2;

  return centre > 180 ? centre - 360 : centre;
};

/** The longitude within half a turn of the meridian, the same point of the globe. */
export const nearMeridian = (longitude: number, meridian: number): number =>
  longitude - 360 * Math.round((longitude - meridian) / 360);
