import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = path.resolve(__dirname, '..', '..', 'plugins', 'user-profile', 'dist', 'admin');

const KB = 1024;

const read = (file: string): string => fs.readFileSync(path.join(DIST, file), 'utf8');

const names = (source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map(([, name]) => name);

/** The files that a file imports statically, and those that it can load later. */
const importsOf = (file: string) => {
  const source = read(file);
  return {
    static: names(source, /(?:from|^import)\s*["']\.\/([^"']+\.mjs)["']/gm),
    dynamic: names(source, /import\(\s*["']\.\/([^"']+\.mjs)["']\s*\)/g),
  };
};

/** The files that are loaded with a file. */
const closureOf = (file: string, found = new Set<string>()): Set<string> => {
  if (!found.has(file)) {
    found.add(file);
    importsOf(file).static.forEach((each) => closureOf(each, found));
  }
  return found;
};

const weigh = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);

const findChunk = (name: string): string | undefined =>
  fs.readdirSync(DIST).find((file) => file.match(`^${name}-[^.]+\\.mjs$`));

const chunk = (name: string): string => {
  const found = findChunk(name);
  if (!found) {
    throw new Error(`No chunk ${name} in ${DIST}`);
  }
  return found;
};

/** The file with an English text. That of the errors has the same name. */
const textsWith = (key: string): string => {
  const found = fs
    .readdirSync(DIST)
    .find((file) => /^en-[^.]+\.mjs$/.test(file) && read(file).includes(`"${key}"`));
  if (!found) {
    throw new Error(`No English text ${key} in ${DIST}`);
  }
  return found;
};

describe('the code of the panel', () => {
  const start = closureOf('index.mjs');
  const pages = closureOf(findChunk('PluginPages') ?? chunk('App'));

  it('adds at most 10 KB to the start of the panel, with its texts', async () => {
    const plugin = (await import(path.join(DIST, 'index.js'))) as {
      default: { registerTrads: (options: { locales: string[] }) => Promise<unknown> };
    };
    const texts = await plugin.default.registerTrads({ locales: ['en', 'fr'] });
    expect(weigh(start) + gzipSync(JSON.stringify(texts)).length).toBeLessThanOrEqual(10 * KB);
  });

  it('is at most 60 KB for the list of users, with the English texts of all pages', () => {
    const list = new Set([...start, ...pages, textsWith('users.title')]);
    expect(weigh(list)).toBeLessThanOrEqual(60 * KB);
    // Each file is a request, of which HTTP/1.1 sends six at a time.
    expect(list.size).toBeLessThanOrEqual(12);
  });

  it('has the texts of errors, and those of other languages, in other files', () => {
    const list = new Set([...start, ...pages, textsWith('users.title')]);
    expect(list).not.toContain(textsWith('error.email_taken'));
    expect([...list].filter((file) => /^(ar|de|es|fr|ja|pt-BR)-/.test(file))).toEqual([]);
  });

  it('is at most 60 KB for the outlines of the first map', () => {
    expect(weigh([chunk('countries-110m')])).toBeLessThanOrEqual(60 * KB);
  });

  it('loads pages, dialogs and connection forms when they are opened', () => {
    const list = [...pages].map(read).join('\n');
    const parts = [
      ...['CreateUserDialog', 'BulkDialog', 'CreateConnectionPage', 'UserDetailsPage'],
      ...['ExportUsersDialog', 'FilterFields', 'ImportPage', 'ImportsPage'],
    ];
    for (const part of parts) {
      expect(pages).not.toContain(chunk(part));
      expect(list).toContain(`./${chunk(part)}`);
    }
    expect(closureOf(chunk('ConnectionPage'))).not.toContain(chunk('DeleteConnectionDialog'));
    expect(closureOf(chunk('UserDetailsPage'))).not.toContain(chunk('ActionDialog'));
    expect(closureOf(chunk('ConnectionPage'))).not.toContain(chunk('EditConnectionForm'));
    expect(closureOf(chunk('DetailsTab'))).not.toContain(chunk('MetadataEditor'));
    expect(closureOf(chunk('HistoryTab'))).not.toContain(chunk('RecordModal'));
    expect(closureOf(chunk('LogPage'))).not.toContain(chunk('RecordModal'));
  });
});
