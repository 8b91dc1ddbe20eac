import Supercluster from 'supercluster';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { locationKey } from '../locationKey';

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

export interface MarkerIndex {
  /** The markers for a zoom level within [west, south, east, north]. */
  markersAt: (bounds: [number, number, number, number], zoom: number) => Marker[];
  /** The zoom level at which a cluster splits; undefined if its places are too close. */
  expansionZoom: (clusterId: number) => number | undefined;
  locationsOf: (clusterId: number) => LoginLocation[];
  /** The lowest level from `zoom` at which the place has its own pin, or the maximum level. */
  zoomShowing: (location: LoginLocation, zoom: number) => number;
}

export const indexLocations = (locations: readonly LoginLocation[]): MarkerIndex => {
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
      geometry: { type: 'Point', coordinates: [location.longitude, location.latitude] },
    }))
  );

  const markersAt: MarkerIndex['markersAt'] = (bounds, zoom) =>
    index.getClusters(bounds, Math.floor(zoom)).map(({ geometry, properties }) => {
      const [longitude, latitude] = geometry.coordinates;

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

  return {
    markersAt,
    expansionZoom: (clusterId) => {
      const zoom = index.getClusterExpansionZoom(clusterId);

      return zoom > MAX_ZOOM ? undefined : zoom;
    },
    locationsOf: (clusterId) =>
      index.getLeaves(clusterId, Infinity).map(({ properties }) => properties.location),
    zoomShowing: (location, zoom) => {
      const key = locationKey(location);
      const { longitude, latitude } = location;
      const around: [number, number, number, number] = [
        longitude - 0.01,
        latitude - 0.01,
        longitude + 0.01,
        latitude + 0.01,
      ];

      for (let level = Math.floor(zoom); level < MAX_ZOOM; level += 1) {
        if (markersAt(around, level).some((marker) => marker.key === key)) {
          return level;
        }
      }

      return MAX_ZOOM;
    },
  };
};
