/**
 * `npm run openapi`: builds the plugin and generates docs/openapi.json and docs/rest-reference.md from
 * its routes. `--check` writes nothing and fails if a file is out of date.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

import prettier from 'prettier';

import { pluginDir, root } from './lib/paths.mjs';
import { renderReference } from './openapi/reference.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/** A site with Strapi's default settings. */
const site = { config: { get: (_key, fallback) => fallback } };

const describe = () => {
  const built = createRequire(import.meta.url)(path.join(pluginDir, 'dist', 'server', 'index.js'));
  const plugin = built.default ?? built;
  return plugin.services.openapi({ strapi: site }).describe();
};

const asJson = async (file, value) =>
  prettier.format(JSON.stringify(value), {
    ...(await prettier.resolveConfig(file)),
    parser: 'json',
  });

const isCurrent = (file, text) => fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text;

const document = describe();
const json = path.join(root, 'docs', 'openapi.json');
const page = path.join(root, 'docs', 'rest-reference.md');
const outputs = [
  [json, await asJson(json, document)],
  [page, renderReference(document)],
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
