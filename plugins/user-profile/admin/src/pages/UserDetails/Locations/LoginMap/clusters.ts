import Supercluster from 'supercluster';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { locationKey } from '../locationKey';
import { nearMeridian } from './centralMeridian';

/** The outline is too coarse, and places of IP addresses too vague, for a higher zoom. */
export const MAX_ZOOM = 7;

interface PinProperties {
  location: LoginLocation;
  logins: number;
}

interface SumProperties {
  logins: number;
}

export interface Pin {
  kind: 'pin';
  key: string;
  position: [latitude: number, longitude: number];
  location: LoginLocation;
}

export interface Cluster {
  kind: 'cluster';
  key: string;
  position: [latitude: number, longitude: number];
  clusterId: number;
  places: number;
  logins: number;
}

export type Marker = Pin | Cluster;

type Bounds = [west: number, south: number, east: number, north: number];

export interface MarkerIndex {
  /** The markers for a zoom level within the bounds. */
  markersAt: (bounds: Bounds, zoom: number) => Marker[];
  /** Within half a turn of the central meridian. */
  positionOf: (location: LoginLocation) => Marker['position'];
  /** The zoom level at which a cluster splits; undefined if its places are too close. */
  expansionZoom: (clusterId: number) => number | undefined;
  locationsOf: (clusterId: number) => LoginLocation[];
  /** The lowest level from `zoom` at which the place has its own pin, or the maximum level. */
  zoomShowing: (location: LoginLocation, zoom: number) => number;
}

/** @param meridian the longitude that the map is centred on. Markers do not cluster across its opposite. */
export const indexLocations = (locations: readonly LoginLocation[], meridian = 0): MarkerIndex => {
  /** Supercluster takes longitudes from -180 to 180. */
  const toIndex = (longitude: number) => nearMeridian(longitude, meridian) - meridian;
  const index = new Supercluster<PinProperties, SumProperties>({
    radius: 44,
    maxZoom: MAX_ZOOM,
    map: ({ logins }) => ({ logins }),
    reduce: (sum, { logins }) => {
      sum.logins += logins;
    },
  });

  index.load(
    locations.map((location) => ({
      type: 'Feature',
      properties: { location, logins: location.logins },
      geometry: { type: 'Point', coordinates: [toIndex(location.longitude), location.latitude] },
    }))
  );

  const markersAt: MarkerIndex['markersAt'] = ([west, south, east, north], zoom) => {
    const bounds: Bounds = [
      Math.max(-180, west - meridian),
      Math.max(-90, south),
      Math.min(180, east - meridian),
      Math.min(90, north),
    ];

    return index.getClusters(bounds, Math.floor(zoom)).map(({ geometry, properties }) => {
      const longitude = geometry.coordinates[0] + meridian;
      const latitude = geometry.coordinates[1];

      if ('cluster' in properties) {
        return {
          kind: 'cluster',
          key: `cluster ${properties.cluster_id}`,
          position: [latitude, longitude],
          clusterId: properties.cluster_id,
          places: properties.point_count,
          logins: properties.logins,
        };
      }

      return {
        kind: 'pin',
        key: locationKey(properties.location),
        position: [latitude, longitude],
        location: properties.location,
      };
    });
  };

  const positionOf: MarkerIndex['positionOf'] = ({ latitude, longitude }) => [
    latitude,
    nearMeridian(longitude, meridian),
  ];

  return {
    markersAt,
    positionOf,
    expansionZoom: (clusterId) => {
      const zoom = index.getClusterExpansionZoom(clusterId);

      return zoom > MAX_ZOOM ? undefined : zoom;
    },
    locationsOf: (clusterId) =>
      index.getLeaves(clusterId, Infinity).map(({ properties }) => properties.location),
    zoomShowing: (location, zoom) => {
      const key = locationKey(location);
      const [latitude, longitude] = positionOf(location);
      const around: Bounds = [longitude - 0.01, latitude - 0.01, longitude + 0.01, latitude + 0.01];

      for (let level = Math.floor(zoom); level < MAX_ZOOM; level += 1) {
        if (markersAt(around, level).some((marker) => marker.key === key)) {
          return level;
        }
      }

      return MAX_ZOOM;
    },
  };
};
