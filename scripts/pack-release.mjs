/**
 * `node scripts/pack-release.mjs`: keeps the server of the built plugin in tests/fixtures/releases, as a package
 * from which the package test upgrades to the present state. Run it for each release, before the version changes.
 *
 * The panel, the source maps and the command are left out: they store nothing, and are nine tenths of the size.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { pluginDir, root } from './lib/paths.mjs';

/** In bytes. The file stays in the repository for good. */
const MAX_PACKED = 1_000_000;
const MAX_TAR = 20_000_000;

const { version } = JSON.parse(fs.readFileSync(path.join(pluginDir, 'package.json'), 'utf8'));
const file = path.join(root, 'tests', 'fixtures', 'releases', `${version}.tgz`);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-release-'));

const copy = (name) => {
  const target = path.join(scratch, 'package', name);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(path.join(pluginDir, name), target);
};

try {
  copy('package.json');
  copy('dist/server/index.js');
  // npm links the command of the package.
  fs.mkdirSync(path.join(scratch, 'package', 'dist', 'cli'));
  fs.writeFileSync(path.join(scratch, 'package', 'dist', 'cli', 'index.js'), '');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const tar = execFileSync('tar', ['-cf', '-', '-C', scratch, 'package'], { maxBuffer: MAX_TAR });
  const packed = gzipSync(tar, { level: 9 });
  if (packed.length > MAX_PACKED) {
    throw new Error(`The package has ${packed.length} bytes, more than ${MAX_PACKED}`);
  }
  fs.writeFileSync(file, packed);
  console.log(`Wrote ${path.relative(root, file)} (${Math.round(packed.length / 1000)} kB)`);
} finally {
  fs.rmSync(scratch, { recursive: true });
}
