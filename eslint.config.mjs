import fs from 'node:fs';
import path from 'node:path';

import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'AbortSignal',
    'Buffer',
    'TextDecoder',
    'TextEncoder',
    'URL',
    'URLSearchParams',
    'clearInterval',
    'clearTimeout',
    'console',
    'fetch',
    'performance',
    'process',
    'setImmediate',
    'setInterval',
    'setTimeout',
    'structuredClone',
  ].map((name) => [name, 'readonly'])
);

const commonjsGlobals = Object.fromEntries(
  ['__dirname', '__filename', 'exports', 'module', 'require'].map((name) => [name, 'readonly'])
);

const browserGlobals = Object.fromEntries(
  [
    'URLSearchParams',
    'crypto',
    'document',
    'fetch',
    'history',
    'localStorage',
    'location',
    'sessionStorage',
  ].map((name) => [name, 'readonly'])
);

const SERVER = 'plugins/user-profile/server/src';

/**
 * The folders of the server, the highest first: imports and service calls only point down this list. See
 * docs/architecture.md. The last entry is the leaves, which import no other folder.
 */
const LAYERS = [
  ['integration'],
  ['controllers'],
  ['openapi'],
  ['routes'],
  ['users'],
  ['login'],
  ['connections'],
  ['sessions'],
  ['brute-force'],
  ['events'],
  ['model'],
  ['request'],
  ['runtime'],
  ['utils', 'enrich', 'config', 'content-types'],
];

const PANEL = 'plugins/user-profile/admin/src';

/** The folders of the pages, so the rule also covers a new one. */
const PAGES = fs
  .readdirSync(path.join(import.meta.dirname, PANEL, 'pages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const ENTRY_POINTS = [
  'index',
  'register',
  'bootstrap',
  'destroy',
  'services',
  'public-types',
  'strapi-types',
];

/** The folder that each service lives in, read from the registry: service name -> folder. */
const readServiceFolders = () => {
  const registry = fs.readFileSync(path.join(import.meta.dirname, SERVER, 'services.ts'), 'utf8');
  const folders = Object.fromEntries(
    [...registry.matchAll(/import \{ (\w+) \} from '\.\/([\w-]+)/g)].map(([, create, folder]) => [
      create,
      folder,
    ])
  );
  return [...registry.matchAll(/^ {2}'?([\w-]+)'?: (\w+),$/gm)].map(([, service, create]) => ({
    service,
    folder: folders[create],
  }));
};

const services = readServiceFolders();

const LOG = "[callee.object.property.name='log']";

/** Database errors contain the statement with its values, such as email addresses and password hashes. */
const LOG_RULES = [
  {
    selector: `CallExpression${LOG}[callee.property.name='error']`,
    message: 'Use logError, which leaves out the values in a statement.',
  },
  {
    selector: `CallExpression${LOG} :matches(MemberExpression[property.name=/^(message|stack)$/], Identifier[name=/^(error|cause|reason|detail)$/]):not(CallExpression[callee.name='errorText'] > *):not(CallExpression${LOG} > MemberExpression > *)`,
    message: 'Log errorText(error), which leaves out the values in a statement.',
  },
];

/** For each layer: no import of a higher folder or an entry point, and no call of a higher service. */
const layerRules = LAYERS.map((folders, index) => {
  const higher = LAYERS.slice(0, index).flat();
  const higherServices = services.filter(({ folder }) => higher.includes(folder));
  const calls = higherServices.map(({ service }) => service).join('|');
  return {
    files: folders.map((folder) => `${SERVER}/${folder}/**/*.ts`),
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: path.join(import.meta.dirname, SERVER),
          zones: [
            {
              target: folders.map((folder) => `./${folder}`),
              from: [
                ...higher.map((folder) => `./${folder}`),
                ...ENTRY_POINTS.map((file) => `./${file}.ts`),
              ],
              message: 'Imports only point down the layers of docs/architecture.md.',
            },
            ...folders
              .filter(() => folders.length > 1)
              .map((folder) => ({
                target: `./${folder}`,
                from: folders.filter((other) => other !== folder).map((other) => `./${other}`),
                message: 'The leaves of docs/architecture.md import no other folder.',
              })),
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        ...LOG_RULES,
        ...(calls === ''
          ? []
          : [
              {
                selector: `CallExpression[callee.name='getService'][arguments.1.value=/^(${calls})$/]`,
                message: 'Service calls only point down the layers of docs/architecture.md.',
              },
            ]),
      ],
    },
  };
});

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/build/',
      '.tmp/',
      '.cache/',
      '.strapi/',
      '.demo/',
      'coverage/',
      'types/generated/',
      'public/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: [
            'plugins/user-profile/server/tsconfig.json',
            'plugins/user-profile/admin/tsconfig.json',
          ],
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    plugins: { 'import-x': importX },
    rules: {
      curly: ['error', 'all'],
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', ['parent', 'sibling', 'index']],
          'newlines-between': 'always',
          alphabetize: { order: 'asc', caseInsensitive: true },
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['plugins/*/server/src/**/*.ts'],
    ignores: [`${SERVER}/utils/async-context.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:async_hooks',
              message: 'Create it with createAsyncContext, which lists who sets and reads each.',
            },
          ],
        },
      ],
    },
  },
  ...layerRules,
  {
    files: [`${SERVER}/*.ts`],
    rules: { 'no-restricted-syntax': ['error', ...LOG_RULES] },
  },
  {
    // One namespace for each route holds its Request and Response, as Strapi's own contracts do.
    files: ['plugins/*/shared/contracts/**/*.ts'],
    rules: { '@typescript-eslint/no-namespace': 'off' },
  },
  {
    files: ['plugins/*/admin/**/*.{ts,tsx}'],
    ...reactHooks.configs['recommended-latest'],
  },
  {
    files: ['plugins/*/admin/src/**/*.{ts,tsx}'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: path.join(import.meta.dirname, PANEL),
          zones: [
            ...PAGES.map((page) => ({
              target: `./pages/${page}`,
              from: './pages',
              except: [`./${page}`],
              message: 'Pages share code through components, hooks, services and utils.',
            })),
            {
              target: ['components', 'constants', 'hooks', 'services', 'utils'].map(
                (folder) => `./${folder}`
              ),
              from: './pages',
              message: 'Only App and pages import from pages.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['src/demo/front-end/*.js'],
    languageOptions: { globals: browserGlobals },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { ...nodeGlobals, ...commonjsGlobals } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  }
);
