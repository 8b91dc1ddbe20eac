import { feature } from 'topojson-client';
import coarseCountries from 'world-atlas/countries-110m.json';
import countries from 'world-atlas/countries-50m.json';

import {
  centralMeridian,
  nearMeridian,
} from '../../../plugins/user-profile/admin/src/pages/UserDetails/Locations/LoginMap/centralMeridian';
import {
  indexLocations,
  MAX_ZOOM,
} from '../../../plugins/user-profile/admin/src/pages/UserDetails/Locations/LoginMap/clusters';
import {
  flatOutline,
  unwrapRing,
} from '../../../plugins/user-profile/admin/src/pages/UserDetails/Locations/LoginMap/useOutline';
import type { LoginLocation } from '../../../plugins/user-profile/shared/contracts/locations';

const WORLD: [number, number, number, number] = [-180, -90, 180, 90];

const location = (
  city: string,
  latitude: number,
  longitude: number,
  logins = 1
): LoginLocation => ({
  country_code: 'XX',
  country_name: 'X',
  region_name: null,
  city_name: city,
  latitude,
  longitude,
  time_zone: null,
  logins,
  first_login: '2026-11-01T00:00:00.000Z',
  last_login: '2026-11-02T00:00:00.000Z',
});

describe('the outline of the map', () => {
  it('continues past the antimeridian', () => {
    expect(
      unwrapRing([
        [179, 0],
        [-179, 0],
        [-179, 1],
        [179, 1],
        [179, 0],
      ])
    ).toEqual([
      [179, 0],
      [181, 0],
      [181, 1],
      [179, 1],
      [179, 0],
    ]);
  });

  it('is closed along the pole', () => {
    const ring = unwrapRing([
      [-180, -80],
      [-60, -80],
      [60, -80],
      [180, -80],
      [-180, -80],
    ]);
    expect(ring[ring.length - 1]).toEqual(ring[0]);
    expect(Math.min(...ring.map(([, latitude]) => latitude))).toBeLessThan(-89);
  });

  it('has no line across the map', () => {
    const topology = countries as never as Parameters<typeof feature>[0];
    const outline = flatOutline(feature(topology, topology.objects.countries) as never);
    const steps = outline.coordinates.flatMap((rings) =>
      rings.flatMap((ring) =>
        ring.slice(1).flatMap(([longitude, latitude], i) =>
          // The edge along the pole spans the whole map.
          Math.abs(latitude) > 89 ? [] : [Math.abs(longitude - ring[i][0])]
        )
      )
    );
    expect(outline.coordinates.length).toBeGreaterThan(1000);
    expect(Math.max(...steps)).toBeLessThan(180);
  });
});

describe('the outline of the map around another meridian', () => {
  const topology = coarseCountries as never as Parameters<typeof feature>[0];
  const all = feature(topology, topology.objects.countries) as never;

  it.each([0, 178, -150, 90])('covers the world around %i without a gap', (meridian) => {
    const longitudes = flatOutline(all, meridian)
      .coordinates.flat(2)
      .map(([longitude]) => longitude);
    const inView = longitudes.filter((each) => Math.abs(each - meridian) <= 180);
    for (let west = meridian - 180; west < meridian + 180; west += 20) {
      expect(inView.some((each) => each >= west && each <= west + 20)).toBe(true);
    }
  });
});

describe('centralMeridian', () => {
  it.each([
    ['no place', [], 0],
    ['one place', [178], 0],
    ['places on one side', [170, 175, 100], 0],
    ['two places that are closer over the Atlantic', [-74, 2], 0],
    ['Fiji and Samoa', [178, -172], -177],
    ['Auckland, Tokyo and Honolulu', [174.8, 139.7, -157.9], 170.9],
    ['places around the world', [-122, 0, 139], 0],
    ['exactly half of the world', [-90, 90], 0],
  ])('of %s', (_what, longitudes, expected) => {
    expect(centralMeridian(longitudes)).toBeCloseTo(expected);
  });

  it('makes the bounds of places at both sides of the antimeridian narrow', () => {
    const longitudes = [178, -172];
    const meridian = centralMeridian(longitudes);
    const shown = longitudes.map((each) => nearMeridian(each, meridian));
    expect(Math.max(...shown) - Math.min(...shown)).toBe(10);
  });
});

describe('indexLocations around another meridian', () => {
  const suva = location('Suva', -18.1, 178.4, 2);
  const apia = location('Apia', -13.8, -171.8, 3);
  const index = indexLocations([suva, apia], -176.7);

  it('clusters places at both sides of the antimeridian', () => {
    expect(index.markersAt([-360, -90, 3, 90], 0)).toMatchObject([{ places: 2, logins: 5 }]);
  });

  it('returns positions next to each other, and finds them in bounds that cross it', () => {
    expect(index.positionOf(suva)).toEqual([-18.1, 178.4 - 360]);
    const markers = index.markersAt([-185, -30, -165, 0], MAX_ZOOM);
    expect(markers.map(({ key }) => key).sort()).toEqual(
      [suva, apia]
        .map(({ city_name: name, latitude, longitude }) =>
          ['XX', '', name, latitude, longitude].join('|')
        )
        .sort()
    );
    expect(markers.find(({ position }) => position[1] < -180)?.position[1]).toBeCloseTo(-181.6);
  });
});

describe('indexLocations', () => {
  const london = location('London', 51.5, -0.12, 3);
  const soho = location('Soho', 51.513, -0.131, 2);
  const paris = location('Paris', 48.85, 2.35, 5);
  const sydney = location('Sydney', -33.86, 151.2);
  const index = indexLocations([london, soho, paris, sydney]);

  it('adds up the logins of a cluster', () => {
    const markers = index.markersAt(WORLD, 0);
    const cluster = markers.find(({ kind }) => kind === 'cluster');
    expect(cluster).toMatchObject({ places: 3, logins: 10 });
    expect(markers).toHaveLength(2);
  });

  it('returns the first zoom level at which a place is not clustered', () => {
    const zoom = index.zoomShowing(paris, 0);
    expect(index.markersAt(WORLD, zoom).some((m) => m.kind === 'pin' && m.location === paris)).toBe(
      true
    );
    expect(
      index.markersAt(WORLD, zoom - 1).some((m) => m.kind === 'pin' && m.location === paris)
    ).toBe(false);
  });

  it('lists the places of a cluster that no zoom level separates', () => {
    const cluster = index.markersAt(WORLD, MAX_ZOOM).find(({ kind }) => kind === 'cluster');
    expect(cluster).toBeDefined();
    if (cluster?.kind !== 'cluster') {
      throw new Error('no cluster');
    }
    expect(index.expansionZoom(cluster.clusterId)).toBeUndefined();
    expect(index.locationsOf(cluster.clusterId)).toHaveLength(2);
    expect(index.zoomShowing(london, 2)).toBe(MAX_ZOOM);
  });
});
