import type { Place } from '../../../shared/contracts/common';
import { asNumber, asText, type Row } from '../runtime/database/rows';

/** The place in a row of an event or a device. */
export const placeIn = (row: Row): Place => ({
  country_code: asText(row.country_code),
  country_name: asText(row.country_name),
  region_name: asText(row.region_name),
  city_name: asText(row.city_name),
  latitude: asNumber(row.latitude),
  longitude: asNumber(row.longitude),
  time_zone: asText(row.time_zone),
});

/** The columns of a place; all null for an unknown one. */
export const placeColumns = (place: Place | null | undefined): Place => ({
  country_code: place?.country_code ?? null,
  country_name: place?.country_name ?? null,
  region_name: place?.region_name ?? null,
  city_name: place?.city_name ?? null,
  latitude: place?.latitude ?? null,
  longitude: place?.longitude ?? null,
  time_zone: place?.time_zone ?? null,
});
