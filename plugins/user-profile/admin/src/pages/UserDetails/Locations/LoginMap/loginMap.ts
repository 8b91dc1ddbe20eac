import type { MultiPolygon } from 'geojson';
import * as L from 'leaflet';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { locationKey } from '../locationKey';

import { type Cluster, indexLocations, type Marker, type MarkerIndex, MAX_ZOOM } from './clusters';
import { createMarker } from './markerElements';

export interface MapColors {
  land: string;
  border: string;
}

export interface MapTexts {
  zoomIn: string;
  zoomOut: string;
  pinLines: (location: LoginLocation) => string[];
  clusterLabel: (cluster: Pick<Cluster, 'places' | 'logins'>) => string;
  formatCount: (count: number) => string;
}

interface Drawn {
  marker: Marker;
  layer: L.Marker;
}

const WORLD = L.latLngBounds([-85, -180], [85, 180]);

/** The zoom at which the world is as wide as the map: further out there would be nothing at its sides. */
const worldZoom = (width: number): number =>
  Math.max(0, Math.ceil(Math.log2(Math.max(width, 256) / 256) * 4) / 4);

const reducesMotion = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The map itself, apart from React: Leaflet keeps its own tree of elements. */
export class LoginMapView {
  private readonly map: L.Map;

  private readonly renderer = L.canvas({ padding: 0.5 });

  private readonly pins = L.layerGroup();

  private readonly drawn = new Map<string, Drawn>();

  private readonly resizes: ResizeObserver;

  private index: MarkerIndex = indexLocations([]);

  private land?: L.GeoJSON;

  private focused?: string;

  constructor(
    private readonly container: HTMLElement,
    private readonly texts: MapTexts,
    private readonly onSelect: (keys: readonly string[]) => void
  ) {
    this.map = L.map(container, {
      center: [25, 10],
      zoom: worldZoom(container.clientWidth),
      minZoom: worldZoom(container.clientWidth),
      maxZoom: MAX_ZOOM,
      zoomSnap: 0.25,
      maxBounds: WORLD,
      maxBoundsViscosity: 1,
      attributionControl: false,
      zoomControl: false,
      zoomAnimation: !reducesMotion(),
      fadeAnimation: !reducesMotion(),
    });

    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(this.map);
    this.pins.addTo(this.map);
    this.map.on('moveend', this.draw);

    this.resizes = new ResizeObserver(() => {
      this.map.setMinZoom(worldZoom(container.clientWidth));
      this.map.invalidateSize({ animate: false });
    });
    this.resizes.observe(container);
  }

  setOutline(outline: MultiPolygon, colors: MapColors) {
    this.land?.remove();
    // The renderer is an option of every path that the layer makes, which its type leaves out.
    const options: L.GeoJSONOptions & { renderer: L.Renderer } = {
      renderer: this.renderer,
      interactive: false,
    };
    this.land = L.geoJSON(outline, options).addTo(this.map);
    this.setColors(colors);
  }

  setColors({ land, border }: MapColors) {
    this.land?.setStyle({ color: border, weight: 0.7, fillColor: land, fillOpacity: 1 });
  }

  setLocations(locations: readonly LoginLocation[]) {
    this.index = indexLocations(locations);
    this.clear();

    if (locations.length > 0) {
      const bounds = L.latLngBounds(
        locations.map(({ latitude, longitude }) => [latitude, longitude])
      );
      this.map.fitBounds(bounds.pad(0.2), { maxZoom: 4, animate: false });
    }

    this.draw();
  }

  /** Makes the place stand out, and brings it into view if need be; undefined takes the emphasis off. */
  focus(location: LoginLocation | undefined) {
    this.focused = location && locationKey(location);

    if (location && !this.isInView(location)) {
      const zoom = this.index.zoomShowing(location, Math.max(this.map.getZoom(), 3));
      this.map.setView([location.latitude, location.longitude], zoom, {
        animate: !reducesMotion(),
      });
    }

    this.emphasise();

    if (this.focused) {
      this.drawn.get(this.focused)?.layer.openTooltip();
    }
  }

  destroy() {
    this.resizes.disconnect();
    this.map.remove();
  }

  /** Whether the place has a pin of its own where it can be seen. */
  private isInView(location: LoginLocation): boolean {
    return (
      this.drawn.has(locationKey(location)) &&
      this.map.getBounds().contains([location.latitude, location.longitude])
    );
  }

  private clear() {
    this.pins.clearLayers();
    this.drawn.clear();
  }

  /** Replaces only what changed, so that a marker that stays keeps the keyboard's focus. */
  private draw = () => {
    const view = this.map.getBounds().pad(0.2);
    const markers = this.index.markersAt(
      [
        Math.max(-180, view.getWest()),
        Math.max(-90, view.getSouth()),
        Math.min(180, view.getEast()),
        Math.min(90, view.getNorth()),
      ],
      this.map.getZoom()
    );
    const wanted = new Set(markers.map(({ key }) => key));
    const hadFocus = this.container.contains(document.activeElement);

    this.drawn.forEach(({ layer }, key) => {
      if (!wanted.has(key)) {
        this.pins.removeLayer(layer);
        this.drawn.delete(key);
      }
    });

    markers
      .filter(({ key }) => !this.drawn.has(key))
      .forEach((marker) => {
        const layer = this.createLayer(marker);
        this.drawn.set(marker.key, { marker, layer });
        this.pins.addLayer(layer);
      });

    if (hadFocus && !this.container.contains(document.activeElement)) {
      this.container.focus();
    }

    this.emphasise();
  };

  private createLayer(marker: Marker): L.Marker {
    if (marker.kind === 'pin') {
      const lines = this.texts.pinLines(marker.location);

      return createMarker(marker, { label: lines.join(', '), lines, count: '' }, () =>
        this.onSelect([marker.key])
      );
    }

    const label = this.texts.clusterLabel(marker);

    return createMarker(
      marker,
      { label, lines: [label], count: this.texts.formatCount(marker.logins) },
      () => this.openCluster(marker)
    );
  }

  private openCluster({ clusterId, position }: Cluster) {
    const zoom = this.index.expansionZoom(clusterId);

    if (zoom === undefined) {
      this.onSelect(this.index.locationsOf(clusterId).map(locationKey));
      return;
    }

    this.map.setView(position, zoom, { animate: !reducesMotion() });
  }

  private emphasise() {
    this.drawn.forEach(({ layer, marker }) => {
      const isFocused = this.focused !== undefined && this.holds(marker, this.focused);

      layer.getElement()?.classList.toggle('is-focused', isFocused);
      layer.setZIndexOffset(isFocused ? 1000 : 0);
    });
  }

  private holds(marker: Marker, key: string): boolean {
    return marker.kind === 'pin'
      ? marker.key === key
      : this.index.locationsOf(marker.clusterId).some((location) => locationKey(location) === key);
  }
}
