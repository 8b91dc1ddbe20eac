import type { MultiPolygon } from 'geojson';
import { feature } from 'topojson-client';

import { flatOutline } from './outline';

/** The outline of the world, which comes with the plugin: the panel asks nobody for map tiles. */
export const loadOutline = async (): Promise<MultiPolygon> => {
  const { default: topology } = await import('world-atlas/countries-50m.json');

  return flatOutline(feature(topology, topology.objects.countries));
};
