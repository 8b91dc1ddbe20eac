import * as L from 'leaflet';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { locationKey } from '../locationKey';
import { type Cluster, indexLocations, type Marker, type MarkerIndex } from './clusters';
import { createMarker } from './markerElements';

export interface PinTexts {
  pinLines: (location: LoginLocation) => string[];
  clusterLabel: (cluster: Pick<Cluster, 'places' | 'logins'>) => string;
  formatCount: (count: number) => string;
}

interface PinActions {
  onSelect: (keys: readonly string[]) => void;
  onZoom: (position: Marker['position'], zoom: number) => void;
}

interface Drawn {
  marker: Marker;
  layer: L.Marker;
}

/** The pins in view. Pins that are close to each other are drawn as a cluster. */
export class Pins {
  private readonly layers = L.layerGroup();

  private readonly drawn = new Map<string, Drawn>();

  private index: MarkerIndex = indexLocations([]);

  private focused?: string;

  constructor(
    private readonly map: L.Map,
    private readonly texts: PinTexts,
    private readonly actions: PinActions
  ) {
    this.layers.addTo(map);
    map.on('moveend', this.draw);
  }

  /** @param meridian the longitude that the map is centred on */
  setLocations(locations: readonly LoginLocation[], meridian: number) {
    this.index = indexLocations(locations, meridian);
    this.layers.clearLayers();
    this.drawn.clear();
  }

  /** Whether the place has its own pin in the visible part of the map. */
  isInView(location: LoginLocation): boolean {
    return (
      this.drawn.has(locationKey(location)) &&
      this.map.getBounds().contains(this.positionOf(location))
    );
  }

  positionOf(location: LoginLocation): Marker['position'] {
    return this.index.positionOf(location);
  }

  zoomShowing(location: LoginLocation): number {
    return this.index.zoomShowing(location, Math.max(this.map.getZoom(), 3));
  }

  /** Highlights the pin of a place; undefined removes the highlight. */
  focus(location: LoginLocation | undefined) {
    this.focused = location && locationKey(location);
    this.emphasise();
    this.drawn.forEach(({ layer }, key) =>
      key === this.focused ? layer.openTooltip() : layer.closeTooltip()
    );
  }

  /** Replaces changed markers only, so the others keep the focus. */
  draw = () => {
    const container = this.map.getContainer();
    const markers = this.markersInView();
    const wanted = new Set(markers.map(({ key }) => key));
    const hadFocus = container.contains(document.activeElement);

    this.drawn.forEach(({ layer }, key) => {
      if (!wanted.has(key)) {
        this.layers.removeLayer(layer);
        this.drawn.delete(key);
      }
    });

    markers
      .filter(({ key }) => !this.drawn.has(key))
      .forEach((marker) => {
        const layer = this.createLayer(marker);
        this.drawn.set(marker.key, { marker, layer });
        this.layers.addLayer(layer);
      });

    if (hadFocus && !container.contains(document.activeElement)) {
      container.focus();
    }

    this.emphasise();
  };

  private markersInView(): Marker[] {
    const view = this.map.getBounds().pad(0.2);

    return this.index.markersAt(
      [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()],
      this.map.getZoom()
    );
  }

  private createLayer(marker: Marker): L.Marker {
    if (marker.kind === 'pin') {
      const lines = this.texts.pinLines(marker.location);

      return createMarker(marker, { label: lines.join(', '), lines, count: '' }, () =>
        this.actions.onSelect([marker.key])
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
      this.actions.onSelect(this.index.locationsOf(clusterId).map(locationKey));
    } else {
      this.actions.onZoom(position, zoom);
    }
  }

  private emphasise() {
    this.map.getContainer().classList.toggle('has-focus', this.focused !== undefined);
    this.drawn.forEach(({ layer, marker }) => {
      const isFocused = this.focused !== undefined && this.holds(marker, this.focused);

      layer.getElement()?.classList.toggle('is-focused', isFocused);
      layer.getElement()?.setAttribute('aria-pressed', String(isFocused));
      layer.setZIndexOffset(isFocused ? 1000 : 0);
    });
  }

  private holds(marker: Marker, key: string): boolean {
    return marker.kind === 'pin'
      ? marker.key === key
      : this.index.locationsOf(marker.clusterId).some((location) => locationKey(location) === key);
  }
}
