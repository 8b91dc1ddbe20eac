/**
 * Names for the sample data. They are ASCII, so the folded form of each is its lower case, which SQL can
 * compute.
 */
const GIVEN =
  `Anna Ben Clara David Emma Felix Greta Henry Ida Jonas Klara Leo Mia Noah Olivia Paul Quentin
  Rosa Samuel Tilda Ulrich Vera William Xenia Yara Zoe Amir Bruna Carlos Diego Elena Farid Gwen Hugo Ines
  Jamal Kofi Lucia Marek Nadia Omar Priya Ravi Sofia Tariq Uma Viktor Wanda Yusuf Zara`.split(
    /\s+/
  );

const ROOTS =
  `Ack Berg Brand Carl Dahl Eck Falk Gold Hart Holm Jans Kron Lind Mark Nord Ott Palm Quast Rein
  Sand Stern Thal Ulm Vogt Wald Weber Winter Zeller Adams Baker Cole Dunn Evans Ford Gray Hale Irwin Jones
  Kent Long Moss Nash`.split(/\s+/);

const ENDINGS =
  `er mann son sen berg feld hoff stein bach dorf ner meier ski ova ins ley man ton well wood
  worth field brook by ham gate hurst ridge smith dale shaw croft bury mere wick land haus brunn rich hold`.split(
    /\s+/
  );

/** Every family name once. The loader makes `COMMON` and `RARE` as frequent as their names say. */
const FAMILY = ROOTS.flatMap((root) => ENDINGS.map((ending) => root + ending));

/** Three in a hundred users. */
export const COMMON = 'Keller';
/** Three users, however many there are. */
export const RARE = 'Quillfeather';

export const PROVIDERS = ['local', 'google', 'github', 'facebook', 'discord', 'twitch'];

const CITIES = [
  ['US', 'United States', 'California', 'Mountain View', 37.4, -122.1],
  ['US', 'United States', 'New York', 'New York', 40.7, -74],
  ['GB', 'United Kingdom', 'England', 'London', 51.5, -0.1],
  ['DE', 'Germany', 'Berlin', 'Berlin', 52.5, 13.4],
  ['FR', 'France', 'Ile-de-France', 'Paris', 48.9, 2.4],
  ['ES', 'Spain', 'Madrid', 'Madrid', 40.4, -3.7],
  ['IN', 'India', 'Karnataka', 'Bengaluru', 13, 77.6],
  ['BR', 'Brazil', 'Sao Paulo', 'Sao Paulo', -23.6, -46.6],
  ['JP', 'Japan', 'Tokyo', 'Tokyo', 35.7, 139.7],
  ['AU', 'Australia', 'New South Wales', 'Sydney', -33.9, 151.2],
];

export const LISTS = { given: GIVEN, family: FAMILY, cities: CITIES };

const literal = (value) => (typeof value === 'number' ? value : `'${value}'`);

/** Temporary tables that a row number selects a name or a city from, counted from 0. */
export const createWordTables = async (db) => {
  const fill = async (table, columns, rows) => {
    await db.query(`create temporary table ${table} (n integer primary key, ${columns})`);
    const values = rows.map((row, n) => `(${[n, ...row.map(literal)].join(', ')})`);
    await db.query(`insert into ${table} values ${values.join(', ')}`);
  };
  await fill(
    'bench_given',
    'given text',
    GIVEN.map((name) => [name])
  );
  await fill(
    'bench_family',
    'family text',
    FAMILY.map((name) => [name])
  );
  await fill(
    'bench_cities',
    'country_code text, country_name text, region_name text, city_name text, latitude float, longitude float',
    CITIES
  );
};
