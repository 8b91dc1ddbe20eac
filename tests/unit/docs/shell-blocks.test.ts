import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { AnySchema } from 'ajv';
import Ajv from 'ajv/dist/2020';

import rootPackage from '../../../package.json';
import type { Command } from '../../../plugins/user-profile/cli/command';
import { exportCommand } from '../../../plugins/user-profile/cli/commands/export';
import { importCommand } from '../../../plugins/user-profile/cli/commands/import';
import { removeDataCommand } from '../../../plugins/user-profile/cli/commands/remove-data';
import pluginPackage from '../../../plugins/user-profile/package.json';
import { allBlocks } from '../../support/docs-examples/code-blocks';
import { findRoute, queryNamesOf } from '../../support/docs-examples/known-routes';
import { recordCommands } from '../../support/docs-examples/recorded-commands';
import { openApiDocument } from '../../support/openapi/document';

const ROOT = path.resolve(__dirname, '../../..');

const COMMANDS: Record<string, Command> = {
  export: exportCommand,
  import: importCommand,
  'remove-data': removeDataCommand,
};

/** The files that the guides ask for: samples under the names of the guides. */
const FILES = {
  'auth0.ndjson': 'auth0.ndjson',
  'firebase-hash-config.json': 'firebase-hash-config.json',
  'users.csv': 'users.csv',
  'users.json': 'firebase.json',
  'users.ndjson': 'auth0.ndjson',
};

const PACKAGES = new Set([
  pluginPackage.name,
  ...Object.keys(pluginPackage.peerDependencies),
  ...Object.keys(rootPackage.dependencies),
]);

const scripts: Record<string, string | undefined> = rootPackage.scripts;

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'openapi', ...openApiDocument() } as AnySchema);

/** The source of a script with that of the modules in its folder, where its options are declared. */
const sourceOf = (file: string): string => {
  const folder = file.startsWith('scripts/') ? file.replace(/\.mjs$/, '') : path.dirname(file);
  const modules = fs.existsSync(path.join(ROOT, folder))
    ? fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    : [];
  return [file, ...modules.map((name) => path.join(folder, name))]
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => fs.readFileSync(path.join(ROOT, name), 'utf8'))
    .join('\n');
};

/** The options of a call that its script does not declare, and the parts of `--only` that it does not name. */
const unknownIn = (source: string, args: string[]): string[] => {
  const options = args.flatMap((arg) => /^--([\w-]+)/.exec(arg)?.[1] ?? []);
  const parts = args.flatMap((arg) => /^--only=(.+)/.exec(arg)?.[1].split(',') ?? []);
  return [
    ...options.filter((name) => !new RegExp(`\\b${name}'?: \\{ type:`).test(source)),
    ...parts.filter((name) => !new RegExp(`\\b${name}\\b`).test(source)),
  ];
};

const checkScript = (name: string, args: string[]): void => {
  const script = scripts[name];
  expect([name, script]).toEqual([name, expect.any(String)]);
  const [, file] = /^node (\S+)/.exec(script ?? '') ?? [];
  expect(unknownIn(file ? sourceOf(file) : '', args)).toEqual([]);
};

const checkNpm = ([command, ...args]: string[]): void => {
  if (command === 'install' || command === 'uninstall') {
    expect(args.filter((name) => !PACKAGES.has(name))).toEqual([]);
    return;
  }
  const [name, ...options] = command === 'run' ? args : [command, ...args];
  checkScript(name, options);
};

const checkNpx = ([bin, name, ...args]: string[]): void => {
  expect(Object.keys(pluginPackage.bin)).toContain(bin);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-cli-'));
  const here = process.cwd();
  try {
    for (const [file, sample] of Object.entries(FILES)) {
      fs.copyFileSync(path.join(ROOT, 'docs/import-samples', sample), path.join(folder, file));
    }
    process.chdir(folder);
    expect(() => COMMANDS[name].parse(args)).not.toThrow();
  } finally {
    process.chdir(here);
    fs.rmSync(folder, { recursive: true });
  }
};

/** The documented problems of a JSON body; none if the route is one of Strapi. */
const bodyProblems = (route: string, body: unknown): unknown => {
  const [method, template] = route.split(' ');
  const pointer = ['paths', template, method.toLowerCase(), 'requestBody', 'content']
    .concat('application/json', 'schema')
    .map((key) => encodeURIComponent(key.replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.compile({ $ref: `openapi#/${pointer}` });
  return validate(body) ? [] : validate.errors;
};

const checkCurl = (args: string[], expectsError: boolean): void => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: 'string', short: 'd', multiple: true },
      'data-urlencode': { type: 'string', multiple: true },
      fail: { type: 'boolean', short: 'f' },
      get: { type: 'boolean', short: 'G' },
      header: { type: 'string', short: 'H', multiple: true },
      include: { type: 'boolean', short: 'i' },
      output: { type: 'string', short: 'o' },
      request: { type: 'string', short: 'X' },
      'show-error': { type: 'boolean', short: 'S' },
      silent: { type: 'boolean', short: 's' },
    },
  });
  expect(positionals).toHaveLength(1);
  const { pathname, searchParams } = new URL(positionals[0]);
  const sent = [...(values.data ?? []), ...(values['data-urlencode'] ?? [])];
  const hasBody = sent.length > 0 && !values.get;
  const method = values.request ?? (hasBody ? 'POST' : 'GET');
  const { route, operation } = findRoute(method, pathname) ?? {};
  expect([`${method} ${pathname}`, route]).toEqual([`${method} ${pathname}`, expect.any(String)]);

  const query = [...searchParams.keys(), ...(hasBody ? [] : sent)].map(
    (parameter) => /^\w+/.exec(parameter)?.[0]
  );
  if (operation) {
    expect(queryNamesOf(operation)).toEqual(expect.arrayContaining(query));
  }
  if (hasBody) {
    const body: unknown = JSON.parse(sent.join('&'));
    const problems = operation && route && !expectsError ? bodyProblems(route, body) : [];
    expect(problems).toEqual([]);
  }
};

/** Programs that do not belong to the project. */
const OTHERS = [
  'date',
  'jq',
  'mariadb',
  'mysql',
  'pg_dump',
  'pg_restore',
  'psql',
  'sleep',
  'split',
  'sqlite3',
];

const check = ([program, ...args]: string[], expectsError: boolean): void => {
  switch (program) {
    case 'npm':
      return checkNpm(args);
    case 'npx':
      return checkNpx(args);
    case 'curl':
      return checkCurl(args, expectsError);
    default:
      expect(OTHERS).toContain(program);
  }
};

describe('a shell block of the documentation', () => {
  it.each(
    allBlocks()
      .filter(({ language }) => language === 'sh')
      .map(({ title, code }) => [title, code])
  )('names scripts, options, packages and routes that exist: %s', (_title, script) => {
    const { commands, errors } = recordCommands(script);
    expect(errors).toBe('');
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      check(command, /^# returns 4|"status":"rejected"/m.test(script));
    }
  });
});

/** `curl` fails for every page but the first, and `jq` takes a cursor from any response. */
const FAILING_SITE = `
curl() {
  printf '%s\\n' "\${!#}" >&2
  [ "\${!#}" = 'pagination[cursor]=' ] && echo page && return
  echo error && return 22
}
jq() {
  read -r response
  case "$*" in *nextCursor) echo "of-$response" ;; *length) echo 1000 ;; esac
}
sleep() { [ -z "\${slept-}" ] || exit; slept=1; }
`;

it('the example that follows the log keeps its cursor after a failed request', () => {
  const { code = '' } = allBlocks().find((block) => block.code.startsWith('CURSOR=')) ?? {};
  const { stderr } = spawnSync('/bin/bash', ['--norc', '-c', FAILING_SITE + code], {
    encoding: 'utf8',
    timeout: 10_000,
    env: { SITE: 'https://site.example.com', TOKEN: 'token' },
  });
  expect(
    stderr
      .trim()
      .split('\n')
      .map((sent) => sent.split('=')[1])
  ).toEqual(['', 'of-page', 'of-page']);
});
