import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** Words that a reader stumbles over, or that docs/glossary.md has another word for. */
const UNUSED_WORDS = [
  'whoever',
  'nobody',
  'somebody',
  'told',
  'is none',
  'are none',
  'of its own',
  'by itself',
  'by themselves',
  'meanwhile',
  'lets go',
  'in vain',
  'be it that',
  'but for',
  'makes no sense',
  'way in',
  'sign in',
  'signs in',
  'signed in',
  'signing in',
  'sign-in',
  'sign out',
  'signed out',
];

/** Names of variables that say nothing about what they hold, or that the glossary has another word for. */
const UNUSED_IDENTIFIERS = ['said', 'answer', 'refusal'];

const matcherOf = (words: string[]): RegExp =>
  new RegExp(`\\b(${words.map((word) => word.replaceAll(' ', '\\s+')).join('|')})\\b`, 'i');

const OUTPUT = new Set([
  'node_modules',
  'dist',
  'build',
  'cache',
  '.cache',
  '.tmp',
  '.strapi',
  'generated',
]);
const TEXT = /\.(tsx?|[mc]?js|json|md|ya?ml|css|html|csv|ndjson)$/;
const CODE = /\.(tsx?|[mc]?js)$/;

/** In both lists: the lock file contains names of packages, and this file contains the words. */
const LEFT_OUT = new Set(['package-lock.json', path.relative(root, __filename)]);

const filesIn = (folder: string): string[] =>
  fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return OUTPUT.has(entry.name) ? [] : filesIn(file);
    }
    return TEXT.test(entry.name) && !LEFT_OUT.has(file) ? [file] : [];
  });

const files = [
  ...fs.readdirSync(root).filter((name) => TEXT.test(name) && !LEFT_OUT.has(name)),
  ...['.github', 'bench', 'config', 'docs', 'plugins', 'scripts', 'src', 'tests'].flatMap(filesIn),
];

/** The lines that match, with the next one: a phrase may continue there. */
const hitsIn = (file: string, matcher: RegExp): string[] => {
  const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const next = (lines[index + 1] ?? '').replace(/^[\s*/#>-]+/, '');
    const found = matcher.exec(`${line} ${next}`);
    const isOfLine = found !== null && found.index < line.length;
    return isOfLine ? [`${file}:${index + 1}: ${found[0]}`] : [];
  });
};

describe('code, comments, documentation, texts and tests', () => {
  it('are read by this test', () => {
    expect(files).toContain(path.join('docs', 'glossary.md'));
    expect(files).toContain(path.join('plugins', 'user-profile', 'server', 'src', 'index.ts'));
    expect(files.length).toBeGreaterThan(1000);
  });

  it('contain none of the words that have a plainer one', () => {
    const matcher = matcherOf(UNUSED_WORDS);
    expect(files.flatMap((file) => hitsIn(file, matcher))).toEqual([]);
  });

  it('name no variable by a word that says nothing or has a plainer one', () => {
    const matcher = matcherOf(UNUSED_IDENTIFIERS);
    const code = files.filter((file) => CODE.test(file));
    expect(code.flatMap((file) => hitsIn(file, matcher))).toEqual([]);
  });

  it('begin a line with each tag of a comment, because TypeScript reads no others', () => {
    const tag = /^ *(?:\/\*\*|\*) .*\S @(?:returns|throws|param)\b.*/gm;
    const code = files.filter((file) => CODE.test(file));
    expect(
      code.flatMap((file) => fs.readFileSync(path.join(root, file), 'utf8').match(tag) ?? [])
    ).toEqual([]);
  });
});
