/**
 * Addresses that stand for the people of one city: of universities, of registries of the internet and
 * of its root servers, all publicly known, and none of a private person.
 */
export interface City {
  name: string;
  addresses: readonly [string, ...string[]];
}

export const CITIES: readonly City[] = [
  { name: 'London', addresses: ['81.2.69.142', '212.219.1.1'] },
  { name: 'Cambridge', addresses: ['131.111.150.25', '2001:630:212::1'] },
  { name: 'Oxford', addresses: ['129.67.242.154'] },
  { name: 'Edinburgh', addresses: ['129.215.1.1', '130.209.1.1'] },
  { name: 'Dublin', addresses: ['134.226.1.1', '137.43.1.1'] },
  { name: 'Amsterdam', addresses: ['193.0.6.139', '193.0.14.129', '2001:67c:2e8:22::c100:68b'] },
  { name: 'Utrecht', addresses: ['192.87.106.106', '2001:610::1'] },
  { name: 'Paris', addresses: ['134.157.1.1', '80.67.169.12'] },
  { name: 'Berlin', addresses: ['141.20.1.1', '130.133.1.1', '2001:638::1'] },
  { name: 'Hamburg', addresses: ['134.100.1.1'] },
  { name: 'Freiburg', addresses: ['132.230.1.1'] },
  { name: 'Zurich', addresses: ['129.132.19.216', '130.59.31.248', '2001:67c:10ec::1'] },
  { name: 'Lausanne', addresses: ['128.178.1.1'] },
  { name: 'Vienna', addresses: ['131.130.1.1', '137.208.1.1'] },
  { name: 'Prague', addresses: ['195.113.1.1', '2001:718::1'] },
  { name: 'Krakow', addresses: ['149.156.1.1'] },
  { name: 'Budapest', addresses: ['152.66.115.1'] },
  { name: 'Bucharest', addresses: ['141.85.1.1'] },
  { name: 'Zagreb', addresses: ['161.53.72.120'] },
  { name: 'Ljubljana', addresses: ['193.2.1.66', '194.249.1.1'] },
  { name: 'Athens', addresses: ['147.102.222.1', '2001:648:2000::1'] },
  { name: 'Thessaloniki', addresses: ['155.207.1.1'] },
  { name: 'Istanbul', addresses: ['160.75.1.1'] },
  { name: 'Rome', addresses: ['151.100.4.1', '192.71.245.208'] },
  { name: 'Milan', addresses: ['131.175.1.1'] },
  { name: 'Madrid', addresses: ['138.100.8.1'] },
  { name: 'Barcelona', addresses: ['147.83.2.3', '158.109.0.1'] },
  { name: 'Lisbon', addresses: ['194.117.1.1', '146.193.1.1'] },
  { name: 'Copenhagen', addresses: ['130.225.20.1'] },
  { name: 'Stockholm', addresses: ['192.36.148.17', '130.237.32.1', '2001:7fe::53'] },
  { name: 'Gothenburg', addresses: ['130.241.1.1'] },
  { name: 'Oslo', addresses: ['129.240.2.1'] },
  { name: 'Trondheim', addresses: ['2001:700::1'] },
  { name: 'Helsinki', addresses: ['128.214.1.1'] },
  { name: 'Tartu', addresses: ['193.40.5.1'] },
  { name: 'Reykjavik', addresses: ['130.208.1.1'] },
  { name: 'Boston', addresses: ['18.9.22.69', '140.247.1.1'] },
  { name: 'New York', addresses: ['128.59.1.1', '192.33.4.12'] },
  { name: 'College Park', addresses: ['199.7.91.13'] },
  { name: 'Pittsburgh', addresses: ['128.2.1.1'] },
  { name: 'Chicago', addresses: ['128.135.1.1'] },
  { name: 'Austin', addresses: ['128.83.1.1'] },
  { name: 'Boulder', addresses: ['128.138.1.1'] },
  { name: 'Seattle', addresses: ['128.95.1.1'] },
  { name: 'Berkeley', addresses: ['128.32.0.1', '171.67.215.200'] },
  { name: 'Los Angeles', addresses: ['199.7.83.42'] },
  { name: 'Toronto', addresses: ['128.100.100.1', '129.97.1.1'] },
  { name: 'Montreal', addresses: ['132.216.177.1', '132.205.1.1'] },
  { name: 'Vancouver', addresses: ['142.103.1.1'] },
  { name: 'Mexico City', addresses: ['132.248.10.2', '148.204.1.1'] },
  { name: 'Bogota', addresses: ['168.176.1.1'] },
  { name: 'Sao Paulo', addresses: ['200.160.0.8', '143.107.1.1'] },
  { name: 'Porto Alegre', addresses: ['143.54.1.1'] },
  { name: 'Buenos Aires', addresses: ['157.92.1.1', '168.96.1.1'] },
  { name: 'Santiago', addresses: ['146.155.1.1', '146.83.1.1'] },
  { name: 'Cape Town', addresses: ['137.158.154.1', '146.232.1.1'] },
  { name: 'Johannesburg', addresses: ['146.141.1.1', '196.216.2.6'] },
  { name: 'Nairobi', addresses: ['197.136.0.1', '41.89.1.1'] },
  { name: 'Tunis', addresses: ['41.231.1.1'] },
  { name: 'Tel Aviv', addresses: ['132.66.1.1'] },
  { name: 'Mumbai', addresses: ['103.21.124.1'] },
  { name: 'Bangkok', addresses: ['161.200.1.1', '202.28.1.1'] },
  { name: 'Singapore', addresses: ['137.132.1.1', '155.69.1.1'] },
  { name: 'Bandung', addresses: ['167.205.1.1'] },
  { name: 'Hong Kong', addresses: ['147.8.1.1', '158.132.1.1'] },
  { name: 'Taipei', addresses: ['140.112.1.1', '168.95.1.1'] },
  { name: 'Beijing', addresses: ['166.111.4.100', '2402:f000::1'] },
  { name: 'Seoul', addresses: ['147.46.1.1', '168.126.63.1'] },
  { name: 'Tokyo', addresses: ['133.11.0.1', '202.12.27.33', '2001:dc3::35'] },
  { name: 'Sydney', addresses: ['129.78.5.8'] },
  { name: 'Brisbane', addresses: ['203.119.101.61'] },
  { name: 'Auckland', addresses: ['130.216.1.1'] },
];

/** @throws Error for a city that is not in the list */
export const cityOf = (wanted: string): City => {
  const city = CITIES.find(({ name }) => name === wanted);
  if (!city) {
    throw new Error(`There is no sample city ${wanted}`);
  }
  return city;
};

/** Private addresses and those of the documentation: a login from there has no place. */
export const PLACELESS: readonly string[] = [
  '10.0.12.40',
  '172.16.4.21',
  '192.168.1.20',
  '192.0.2.44',
  '198.51.100.23',
  '203.0.113.61',
  '2001:db8:85a3::8a2e:370:7334',
];
