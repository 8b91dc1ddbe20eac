import fs from 'node:fs';
import path from 'node:path';

import { allBlocks, type Block, markdownPages } from '../../support/docs-examples/code-blocks';
import {
  findRoute,
  isContentApiPath,
  isRoute,
  queryNamesOf,
} from '../../support/docs-examples/known-routes';

const ROOT = path.resolve(__dirname, '../../..');

/**
 * `sh` is tested in shell-blocks.test.ts, `ts` and `js` in code-blocks.test.ts and in the package test, `sql` runs in
 * the tests of leaving and of imports.
 */
const LANGUAGES = ['', 'http', 'js', 'json', 'sh', 'sql', 'ts', 'yaml'];

/** Its route is an example. */
const HOW_TO_ADD_A_ROUTE = 'CONTRIBUTING.md';

/** Written by `npm run openapi`. */
const GENERATED = 'docs/rest-reference.md';

const blocks = allBlocks();

const blocksIn = (...languages: string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map((block) => [block.title, block] as const);

/** The paths of the REST API in a block, without queries. */
const apiPathsIn = ({ code }: Block): string[] =>
  [...code.matchAll(/(?:\/api\/user-profile|\$\{api\})(\/[\w/-]+)/g)].map(
    ([, found]) => `/api/user-profile${found}`
  );

describe('the blocks of the documentation', () => {
  it('have a language that a test checks', () => {
    const unknown = blocks.filter(({ language }) => !LANGUAGES.includes(language));
    expect(unknown.map(({ title }) => title)).toEqual([]);
  });

  it.each(blocksIn('json'))('are JSON: %s', (_title, { code }) => {
    expect(() => JSON.parse(code)).not.toThrow();
  });

  it.each(blocksIn('http'))('send requests that the API documents: %s', (_title, { code }) => {
    const [, method, target] = /^(\w+) (\S+)\n/.exec(code) ?? [];
    const { pathname, searchParams } = new URL(target, 'https://site.example.com');
    const { operation } = findRoute(method, pathname) ?? {};
    const documented = operation ? queryNamesOf(operation) : [];
    expect(documented).toEqual(expect.arrayContaining([...searchParams.keys()]));
    const headers = code.trim().split('\n').slice(1);
    expect(headers.filter((line) => !/^[\w-]+: \S/.test(line))).toEqual([]);
  });

  it.each(
    blocksIn('http', 'js', 'ts', 'yaml').filter(
      ([, { page, ...block }]) => page !== HOW_TO_ADD_A_ROUTE && apiPathsIn({ page, ...block })[0]
    )
  )('call paths of the API that exist: %s', (_title, block) => {
    expect(apiPathsIn(block).filter((each) => !isContentApiPath(each))).toEqual([]);
  });
});

describe('the routes that the documentation names', () => {
  const pages = markdownPages().filter((page) => ![HOW_TO_ADD_A_ROUTE, GENERATED].includes(page));

  it.each(pages)('exist: %s', (page) => {
    const text = fs.readFileSync(path.join(ROOT, page), 'utf8').replaceAll(/```.*?```/gs, '');
    const named = [...text.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`?\s]*)/g)];
    const unknown = named.filter(([, method, route]) => !isRoute(method, route));
    expect(unknown.map(([, method, route]) => `${method} ${route}`)).toEqual([]);
  });
});
