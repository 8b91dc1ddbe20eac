/**
 * `npm run openapi`: builds the plugin, then generates docs/openapi.json and docs/rest-reference.md from its
 * routes, and the table of docs/configuration.md from its settings. With `--check` it writes nothing and
 * fails if a file is out of date.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

import prettier from 'prettier';

import { pluginDir, root } from './lib/paths.mjs';
import { updateConfigurationPage } from './openapi/configuration.mjs';
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

const plugin = loadPlugin();
const document = plugin.services.openapi({ strapi: site }).describe();
const json = path.join(root, 'docs', 'openapi.json');
const reference = path.join(root, 'docs', 'rest-reference.md');
const configuration = path.join(root, 'docs', 'configuration.md');
const outputs = [
  [json, await asJson(json, document)],
  [reference, renderReference(document)],
  [
    configuration,
    updateConfigurationPage(fs.readFileSync(configuration, 'utf8'), plugin.config.schema),
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
