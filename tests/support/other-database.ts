import { randomBytes, scryptSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import knex, { type Knex } from 'knex';

export interface Person {
  id: number;
  email: string;
  username: string | null;
  verified: number;
  /** The number of login attempts as this user. */
  logins: number;
}

/** The database of a site with existing users, as `custom-database.cjs` reads it. */
export interface OtherDatabase {
  env: { CUSTOM_DATABASE: string; USER_PROFILE_CONNECTIONS: string };
  /** @returns the id */
  create(person: {
    email: string;
    username?: string;
    name?: string;
    password: string;
  }): Promise<number>;
  find(email: string): Promise<Person | undefined>;
  people: Knex.QueryBuilder<Person>;
  drop(): Promise<void>;
}

export const createOtherDatabase = (): OtherDatabase => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-other-'));
  const filename = path.join(folder, 'people.db');
  const connection = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
  const people = () => connection<Person>('people');

  return {
    env: {
      CUSTOM_DATABASE: filename,
      USER_PROFILE_CONNECTIONS: path.join(__dirname, 'custom-database.cjs'),
    },
    async create({ password, ...person }) {
      const salt = randomBytes(8).toString('hex');
      const hash = scryptSync(password, salt, 32).toString('hex');
      const [id] = await connection('people').insert({ ...person, salt, hash });
      return id;
    },
    find: (email) => people().where({ email }).first(),
    get people() {
      return people() as Knex.QueryBuilder<Person>;
    },
    async drop() {
      await connection.destroy();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
};
