/**
 * The connections in the config of a site whose users are in another database.
 * USER_PROFILE_CONNECTIONS names this file, CUSTOM_DATABASE the SQLite file.
 */
const { randomBytes, scryptSync, timingSafeEqual } = require('node:crypto');

const Database = require('better-sqlite3');

const database = new Database(process.env.CUSTOM_DATABASE);
database.pragma('busy_timeout = 5000');
database.exec(`create table if not exists people (
  id integer primary key, email text unique, username text unique, name text,
  salt text, hash text, verified integer not null default 0, logins integer not null default 0
)`);

const hashOf = (password, salt) => scryptSync(password, salt, 32).toString('hex');

const toProfile = (person) =>
  person && {
    id: person.id,
    email: person.email,
    email_verified: person.verified === 1,
    username: person.username,
    name: person.name,
  };

const find = (identifier) =>
  database
    .prepare('select * from people where email = ? or username = ?')
    .get(identifier.toLowerCase(), identifier);

const login = (identifier, password) => {
  const person = find(identifier);
  if (!person) {
    return null;
  }
  database.prepare('update people set logins = logins + 1 where id = ?').run(person.id);
  const isRight = timingSafeEqual(
    Buffer.from(hashOf(password, person.salt)),
    Buffer.from(person.hash)
  );
  return isRight ? toProfile(person) : null;
};

const setPassword = (id, password) => {
  const salt = randomBytes(8).toString('hex');
  return (
    database
      .prepare('update people set salt = ?, hash = ? where id = ?')
      .run(salt, hashOf(password, salt), id).changes === 1
  );
};

const requireRare = (password) => {
  if (!password.includes('password')) {
    return;
  }
  throw Object.assign(new Error('is in every dictionary'), {
    name: 'ValidationError',
    details: {
      errors: [{ path: ['password'], message: 'This password is in every dictionary' }],
    },
  });
};

const create = ({ email, password, username, name }) => {
  if (/^taken/.test(email)) {
    throw Object.assign(new Error('This address is taken there'), {
      name: 'ConflictError',
      path: ['email'],
    });
  }
  requireRare(password);
  const { lastInsertRowid } = database
    .prepare('insert into people (email, username, name) values (?, ?, ?)')
    .run(email, username ?? null, name ?? null);
  setPassword(lastInsertRowid, password);
};

const functions = {
  login,
  getUser: (identifier) => toProfile(find(identifier)),
  create,
  changePassword: ({ id }, password) => {
    requireRare(password);
    return setPassword(id, password);
  },
  changeEmail: ({ id }, email) =>
    database.prepare('update people set email = ? where id = ?').run(email, id).changes === 1,
  verify: ({ id }) => {
    database.prepare('update people set verified = 1 where id = ?').run(id);
  },
  delete: ({ id }) => {
    database.prepare('delete from people where id = ?').run(id);
  },
};

const never = (_identifier, _password, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('gave up')));
  });

const circular = { id: 'round' };
circular.self = circular;

/** The behaviour of the source at a login with that identifier. */
const ODD = {
  'throws@example.test': () => {
    throw Object.assign(new Error('password=hunter2 refused'), { code: 'ECONNREFUSED' });
  },
  'throws-text@example.test': () => {
    throw 'no error at all';
  },
  'wrong@example.test': () => {
    throw Object.assign(new Error('no such pair'), { name: 'WrongCredentials' });
  },
  'invalid@example.test': () => {
    throw Object.assign(new Error('Choose a new password first'), {
      name: 'ValidationError',
      path: ['password'],
    });
  },
  'hangs@example.test': never,
  'text@example.test': () => 'yes',
  'list@example.test': () => [{ id: 1 }],
  'circular@example.test': () => circular,
  'big@example.test': () => ({ id: 1n }),
  'no-id@example.test': () => ({ email: 'no-id@example.test' }),
  'long-id@example.test': () => ({ id: 'x'.repeat(256) }),
  'odd-id@example.test': () => ({ id: { $ne: null } }),
  'inexact@example.test': () => ({ id: 2 ** 60 }),
  'nul@example.test': () => ({ id: 'a\0b' }),
  'other@example.test': () => ({ id: 'other', email: 'birch@example.test' }),
};

const odd = (identifier, ...rest) => ODD[identifier]?.(identifier, ...rest) ?? null;

module.exports.connections = [
  { name: 'legacy', strategy: 'custom-database', functions, options: { password_policy: 'low' } },
  {
    name: 'moving',
    strategy: 'custom-database',
    functions: { login, getUser: functions.getUser, delete: functions.delete },
    options: { import_mode: true },
  },
  {
    name: 'blind',
    strategy: 'custom-database',
    functions: { login },
    options: { import_mode: true },
  },
  {
    name: 'named',
    strategy: 'custom-database',
    functions: { login, getUser: functions.getUser },
    options: { import_mode: true, requires_username: true, username_max: 40 },
  },
  {
    name: 'down',
    strategy: 'custom-database',
    functions: { login, getUser: ODD['throws@example.test'] },
  },
  {
    name: 'odd',
    strategy: 'custom-database',
    functions: { login: odd },
    options: { timeout_ms: 300 },
  },
];
