/** The database of the site in docs/connections/custom-database.md. */
interface Person {
  id: string;
  email: string;
  username?: string;
  name: string;
  password: string;
  verified: boolean;
}

const all = new Map<string, Person>();

const add = (person: Omit<Person, 'id'>): Person => {
  const id = String(all.size + 1);
  const added = { ...person, id };
  all.set(id, added);
  return added;
};

const byIdentifier = (identifier: string): Person | null =>
  [...all.values()].find(
    ({ email, username }) => email === identifier || username === identifier
  ) ?? null;

const update = (id: string, change: Partial<Person>): boolean => {
  const person = all.get(id);
  if (!person) {
    return false;
  }
  all.set(id, { ...person, ...change });
  return true;
};

const toProfile = ({ password: _secret, verified, ...person }: Person) => ({
  ...person,
  email_verified: verified,
});

add({
  email: 'acacia@example.com',
  name: 'Acacia Sample',
  password: 'correct-Horse-7',
  verified: true,
});

export const people = {
  async check(identifier: string, password: string, _signal: AbortSignal): Promise<Person | null> {
    const person = byIdentifier(identifier);
    return person?.password === password ? person : null;
  },
  find(identifier: string) {
    const person = byIdentifier(identifier);
    return person && toProfile(person);
  },
  create: (person: { email: string; password: string; username?: string }) =>
    toProfile(add({ ...person, name: person.email, verified: false })),
  setEmail: (id: string, email: string) => update(id, { email, verified: false }),
  setPassword: (id: string, password: string) => update(id, { password }),
  verify: (id: string, email: string | null) =>
    all.get(id)?.email === email && update(id, { verified: true }),
  delete: (id: string) => {
    all.delete(id);
  },
};
