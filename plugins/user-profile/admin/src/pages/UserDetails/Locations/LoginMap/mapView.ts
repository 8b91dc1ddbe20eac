import * as L from 'leaflet';

import type { LoginLocation } from '../../../../../../shared/contracts/locations';
import { centralMeridian } from './centralMeridian';
import { MAX_ZOOM } from './clusters';
import { Pins, type PinTexts } from './pins';
import { type Countries, flatOutline } from './useOutline';

export interface MapColors {
  land: string;
  border: string;
}

export interface MapTexts extends PinTexts {
  zoomIn: string;
  zoomOut: string;
}

interface MapOptions {
  texts: MapTexts;
  /** Zoom levels are multiples of this. Tiles exist for whole levels and are blurred in between. */
  zoomStep: 0.25 | 1;
  onSelect: (keys: readonly string[]) => void;
  /** Called at each zoom for which the coarse outline is too coarse. */
  onZoomIn: () => void;
}

/** From this level on, the coarse outline looks wrong. */
const DETAIL_ZOOM = 4;

const worldAround = (meridian: number): L.LatLngBounds =>
  L.latLngBounds([-85, meridian - 180], [85, meridian + 180]);

/** The zoom level at which the world is as wide as the map. */
const worldZoom = (width: number, step: number): number =>
  Math.max(0, Math.ceil(Math.log2(Math.max(width, 256) / 256) / step) * step);

const reducesMotion = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The map, without React: Leaflet manages its own DOM elements. */
export class LoginMapView {
  private readonly map: L.Map;

  private readonly renderer = L.canvas({ padding: 0.5 });

  private readonly pins: Pins;

  private readonly resizes: ResizeObserver;

  private readonly firstZoom: number;

  private meridian = 0;

  private outline?: { countries: Countries; colors: MapColors };

  private background?: L.Layer;

  constructor(container: HTMLElement, { texts, zoomStep, onSelect, onZoomIn }: MapOptions) {
    const minZoom = () => worldZoom(container.clientWidth, zoomStep);

    this.map = L.map(container, {
      center: [25, 10],
      zoom: minZoom(),
      minZoom: minZoom(),
      maxZoom: MAX_ZOOM,
      zoomSnap: zoomStep,
      maxBounds: worldAround(0),
      maxBoundsViscosity: 1,
      attributionControl: false,
      zoomControl: false,
      zoomAnimation: !reducesMotion(),
      fadeAnimation: !reducesMotion(),
    });

    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(this.map);
    this.firstZoom = DETAIL_ZOOM - zoomStep;
    this.map.on('zoomend', () => this.map.getZoom() >= DETAIL_ZOOM && onZoomIn());
    this.pins = new Pins(this.map, texts, { onSelect, onZoom: this.moveTo });

    this.resizes = new ResizeObserver(() => {
      this.map.setMinZoom(minZoom());
      this.map.invalidateSize({ animate: false });
    });
    this.resizes.observe(container);
  }

  setOutline(countries: Countries, colors: MapColors) {
    this.outline = { countries, colors };
    this.drawOutline();
  }

  /** Tile servers often require a referrer. This sends the origin only, not the page. */
  setTiles(url: string) {
    this.outline = undefined;
    this.setBackground(L.tileLayer(url, { referrerPolicy: 'strict-origin' }));
  }

  setLocations(locations: readonly LoginLocation[]) {
    const meridian = centralMeridian(locations.map(({ longitude }) => longitude));
    this.pins.setLocations(locations, meridian);
    this.centreOn(meridian);

    if (locations.length > 0) {
      const bounds = L.latLngBounds(locations.map((location) => this.pins.positionOf(location)));
      this.map.fitBounds(bounds.pad(0.2), { maxZoom: this.firstZoom, animate: false });
    }

    this.pins.draw();
  }

  /** Highlights a place and moves it into view; undefined removes the highlight. */
  focus(location: LoginLocation | undefined) {
    if (location && !this.pins.isInView(location)) {
      this.moveTo(this.pins.positionOf(location), this.pins.zoomShowing(location));
    }

    this.pins.focus(location);
  }

  destroy() {
    this.resizes.disconnect();
    this.map.remove();
  }

  private centreOn(meridian: number) {
    if (meridian !== this.meridian) {
      this.meridian = meridian;
      this.map.setMaxBounds(worldAround(meridian));
      this.drawOutline();
    }
  }

  private drawOutline() {
    if (!this.outline) {
      return;
    }

    const { countries, colors } = this.outline;
    // Leaflet passes the renderer to every path of the layer, but its type lacks the option.
    const options: L.GeoJSONOptions & { renderer: L.Renderer } = {
      renderer: this.renderer,
      interactive: false,
      style: { color: colors.border, weight: 0.7, fillColor: colors.land, fillOpacity: 1 },
    };

    this.setBackground(L.geoJSON(flatOutline(countries, this.meridian), options));
  }

  private readonly moveTo = (position: L.LatLngTuple, zoom: number) => {
    this.map.setView(position, zoom, { animate: !reducesMotion() });
  };

  private setBackground(layer: L.Layer) {
    this.background?.remove();
    this.background = layer.addTo(this.map);
  }
}
