/**
 * IP addresses in one city. They belong to universities, internet registries and root servers, all
 * publicly known, and to no private person.
 */
export interface City {
  name: string;
  ips: readonly [string, ...string[]];
}

export const CITIES: readonly City[] = [
  { name: 'London', ips: ['81.2.69.142', '212.219.1.1'] },
  { name: 'Cambridge', ips: ['131.111.150.25', '2001:630:212::1'] },
  { name: 'Oxford', ips: ['129.67.242.154'] },
  { name: 'Edinburgh', ips: ['129.215.1.1', '130.209.1.1'] },
  { name: 'Dublin', ips: ['134.226.1.1', '137.43.1.1'] },
  { name: 'Amsterdam', ips: ['193.0.6.139', '193.0.14.129', '2001:67c:2e8:22::c100:68b'] },
  { name: 'Utrecht', ips: ['192.87.106.106', '2001:610::1'] },
  { name: 'Paris', ips: ['134.157.1.1', '80.67.169.12'] },
  { name: 'Berlin', ips: ['141.20.1.1', '130.133.1.1', '2001:638::1'] },
  { name: 'Hamburg', ips: ['134.100.1.1'] },
  { name: 'Freiburg', ips: ['132.230.1.1'] },
  { name: 'Zurich', ips: ['129.132.19.216', '130.59.31.248', '2001:67c:10ec::1'] },
  { name: 'Lausanne', ips: ['128.178.1.1'] },
  { name: 'Vienna', ips: ['131.130.1.1', '137.208.1.1'] },
  { name: 'Prague', ips: ['195.113.1.1', '2001:718::1'] },
  { name: 'Krakow', ips: ['149.156.1.1'] },
  { name: 'Budapest', ips: ['152.66.115.1'] },
  { name: 'Bucharest', ips: ['141.85.1.1'] },
  { name: 'Zagreb', ips: ['161.53.72.120'] },
  { name: 'Ljubljana', ips: ['193.2.1.66', '194.249.1.1'] },
  { name: 'Athens', ips: ['147.102.222.1', '2001:648:2000::1'] },
  { name: 'Thessaloniki', ips: ['155.207.1.1'] },
  { name: 'Istanbul', ips: ['160.75.1.1'] },
  { name: 'Rome', ips: ['151.100.4.1', '192.71.245.208'] },
  { name: 'Milan', ips: ['131.175.1.1'] },
  { name: 'Madrid', ips: ['138.100.8.1'] },
  { name: 'Barcelona', ips: ['147.83.2.3', '158.109.0.1'] },
  { name: 'Lisbon', ips: ['194.117.1.1', '146.193.1.1'] },
  { name: 'Copenhagen', ips: ['130.225.20.1'] },
  { name: 'Stockholm', ips: ['192.36.148.17', '130.237.32.1', '2001:7fe::53'] },
  { name: 'Gothenburg', ips: ['130.241.1.1'] },
  { name: 'Oslo', ips: ['129.240.2.1'] },
  { name: 'Trondheim', ips: ['2001:700::1'] },
  { name: 'Helsinki', ips: ['128.214.1.1'] },
  { name: 'Tartu', ips: ['193.40.5.1'] },
  { name: 'Reykjavik', ips: ['130.208.1.1'] },
  { name: 'Boston', ips: ['18.9.22.69', '140.247.1.1'] },
  { name: 'New York', ips: ['128.59.1.1', '192.33.4.12'] },
  { name: 'College Park', ips: ['199.7.91.13'] },
  { name: 'Pittsburgh', ips: ['128.2.1.1'] },
  { name: 'Chicago', ips: ['128.135.1.1'] },
  { name: 'Austin', ips: ['128.83.1.1'] },
  { name: 'Boulder', ips: ['128.138.1.1'] },
  { name: 'Seattle', ips: ['128.95.1.1'] },
  { name: 'Berkeley', ips: ['128.32.0.1', '171.67.215.200'] },
  { name: 'Los Angeles', ips: ['199.7.83.42'] },
  { name: 'Toronto', ips: ['128.100.100.1', '129.97.1.1'] },
  { name: 'Montreal', ips: ['132.216.177.1', '132.205.1.1'] },
  { name: 'Vancouver', ips: ['142.103.1.1'] },
  { name: 'Mexico City', ips: ['132.248.10.2', '148.204.1.1'] },
  { name: 'Bogota', ips: ['168.176.1.1'] },
  { name: 'Sao Paulo', ips: ['200.160.0.8', '143.107.1.1'] },
  { name: 'Porto Alegre', ips: ['143.54.1.1'] },
  { name: 'Buenos Aires', ips: ['157.92.1.1', '168.96.1.1'] },
  { name: 'Santiago', ips: ['146.155.1.1', '146.83.1.1'] },
  { name: 'Cape Town', ips: ['137.158.154.1', '146.232.1.1'] },
  { name: 'Johannesburg', ips: ['146.141.1.1', '196.216.2.6'] },
  { name: 'Nairobi', ips: ['197.136.0.1', '41.89.1.1'] },
  { name: 'Tunis', ips: ['41.231.1.1'] },
  { name: 'Tel Aviv', ips: ['132.66.1.1'] },
  { name: 'Mumbai', ips: ['103.21.124.1'] },
  { name: 'Bangkok', ips: ['161.200.1.1', '202.28.1.1'] },
  { name: 'Singapore', ips: ['137.132.1.1', '155.69.1.1'] },
  { name: 'Bandung', ips: ['167.205.1.1'] },
  { name: 'Hong Kong', ips: ['147.8.1.1', '158.132.1.1'] },
  { name: 'Taipei', ips: ['140.112.1.1', '168.95.1.1'] },
  { name: 'Beijing', ips: ['166.111.4.100', '2402:f000::1'] },
  { name: 'Seoul', ips: ['147.46.1.1', '168.126.63.1'] },
  { name: 'Tokyo', ips: ['133.11.0.1', '202.12.27.33', '2001:dc3::35'] },
  { name: 'Sydney', ips: ['129.78.5.8'] },
  { name: 'Brisbane', ips: ['203.119.101.61'] },
  { name: 'Auckland', ips: ['130.216.1.1'] },
];

/** @throws Error for a city that is not in the list */
export const cityOf = (cityName: string): City => {
  const city = CITIES.find(({ name }) => name === cityName);
  if (!city) {
    throw new Error(`Unknown sample city: ${cityName}`);
  }
  return city;
};

/** Private IP addresses and ones reserved for documentation: they have no location. */
export const IPS_WITHOUT_PLACE: readonly string[] = [
  '10.0.12.40',
  '172.16.4.21',
  '192.168.1.20',
  '192.0.2.44',
  '198.51.100.23',
  '203.0.113.61',
  '2001:db8:85a3::8a2e:370:7334',
];
