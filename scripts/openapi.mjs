/**
 * `npm run openapi`: builds the plugin, then generates docs/openapi.json and docs/rest-reference.md from its
 * routes, and the tables of docs/configuration.md, docs/events.md and docs/permissions.md from its settings, event
 * types and permissions. With `--check` it writes nothing and fails if a file is out of date.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

import prettier from 'prettier';

import { pluginDir, root } from './lib/paths.mjs';
import { updateConfigurationPage } from './openapi/configuration.mjs';
import { readEventReference, updateEventsPage } from './openapi/events.mjs';
import { loadSource } from './openapi/load-source.mjs';
import { readPermissionReference, updatePermissionsPage } from './openapi/permissions.mjs';
import { renderReference } from './openapi/reference.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/** A site with Strapi's default settings. */
const site = { config: { get: (_key, fallback) => fallback } };

const loadPlugin = () => {
  const built = createRequire(import.meta.url)(path.join(pluginDir, 'dist', 'server', 'index.js'));
  return built.default ?? built;
};

const asJson = async (file, value) =>
  prettier.format(JSON.stringify(value), {
    ...(await prettier.resolveConfig(file)),
    parser: 'json',
  });

const isCurrent = (file, text) => fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text;

const docs = (name) => path.join(root, 'docs', name);

const readPage = (name) => fs.readFileSync(docs(name), 'utf8');

const plugin = loadPlugin();
const document = plugin.services.openapi({ strapi: site }).describe();
const texts = JSON.parse(
  fs.readFileSync(path.join(pluginDir, 'admin/src/translations/en.json'), 'utf8')
);
const outputs = [
  [docs('openapi.json'), await asJson(docs('openapi.json'), document)],
  [docs('rest-reference.md'), renderReference(document)],
  [
    docs('configuration.md'),
    updateConfigurationPage(readPage('configuration.md'), plugin.config.schema),
  ],
  [
    docs('events.md'),
    updateEventsPage(readPage('events.md'), readEventReference(loadSource, texts)),
  ],
  [
    docs('permissions.md'),
    updatePermissionsPage(
      readPage('permissions.md'),
      readPermissionReference(loadSource, document)
    ),
  ],
];

for (const [file, text] of outputs.filter(([file, text]) => !isCurrent(file, text))) {
  const name = path.relative(root, file);
  if (values.check) {
    console.error(`${name} is out of date. Run "npm run openapi".`);
    process.exitCode = 1;
  } else {
    fs.writeFileSync(file, text);
    console.log(`Wrote ${name}`);
  }
}
