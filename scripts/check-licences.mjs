/**
 * Fails if the dependency tree contains a package under the AGPL, which would bind every site that
 * uses the plugin. An update can bring one in: ua-parser-js changed its licence with version 2.
 */
import fs from 'node:fs';
import path from 'node:path';

import { root } from './lib/paths.mjs';

const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));

const licenceOf = (folder, entry) => {
  if (entry.license) {
    return entry.license;
  }
  const file = path.join(root, folder, 'package.json');
  if (!fs.existsSync(file)) {
    return '';
  }
  const { license, licenses } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return JSON.stringify(license ?? licenses ?? '');
};

const isAgpl = (licence) => /AGPL|Affero/i.test(licence);

const packages = Object.entries(lock.packages).filter(([folder]) => folder !== '');
const offenders = packages
  .map(([folder, entry]) => ({ folder, licence: licenceOf(folder, entry) }))
  .filter(({ licence }) => isAgpl(licence));

for (const { folder, licence } of offenders) {
  console.error(`${folder}: ${licence}`);
}
console.log(`${packages.length} packages checked, ${offenders.length} under the AGPL`);
process.exitCode = offenders.length > 0 ? 1 : 0;
