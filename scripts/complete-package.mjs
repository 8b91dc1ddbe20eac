/**
 * Completes the plugin's package after `strapi-plugin build`: the type declarations and the changelog.
 *
 * The declarations are one file with the public types, and one small file for each entry and module
 * format. `strapi-plugin build` would write hundreds, and the same for both formats.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

import { pluginDir, root } from './lib/paths.mjs';

const require = createRequire(import.meta.url);
const serverTsconfig = path.join(pluginDir, 'server', 'tsconfig.json');
const packageJson = path.join(pluginDir, 'package.json');
const dist = path.join(pluginDir, 'dist');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-types-'));

const emitted = (name) => path.join(scratch, 'server', 'src', name);

/** Declarations of the sources, which still import each other and internal code. */
const emitDeclarations = () => {
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
  execFileSync(
    process.execPath,
    [require.resolve('typescript/bin/tsc'), '-p', serverTsconfig, ...options, '--outDir', scratch],
    { stdio: 'inherit' }
  );
};

/** Bundles the public types and what they refer to. */
const bundlePublicTypes = () => {
  const { succeeded } = Extractor.invoke(
    ExtractorConfig.prepare({
      configObject: {
        projectFolder: scratch,
        mainEntryPointFilePath: emitted('public-types.d.ts'),
        compiler: {
          overrideTsconfig: {
            extends: serverTsconfig,
            compilerOptions: { typeRoots: [path.join(root, 'node_modules', '@types')] },
            files: [emitted('public-types.d.ts')],
            include: [],
          },
        },
        apiReport: { enabled: false, reportFileName: 'none', reportFolder: scratch },
        docModel: { enabled: false },
        dtsRollup: { enabled: true, untrimmedFilePath: path.join(dist, 'server', 'types.d.ts') },
        messages: { extractorMessageReporting: { default: { logLevel: 'none' } } },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: packageJson,
    }),
    { localBuild: true, showVerboseMessages: false }
  );
  if (!succeeded) {
    throw new Error('The public types could not be bundled');
  }
};

const copyStrapiTypes = () => {
  const text = fs.readFileSync(emitted('strapi-types.d.ts'), 'utf8');
  const file = path.join(dist, 'server', 'strapi-types.d.ts');
  fs.writeFileSync(file, text.replace("'./public-types'", "'./types.js'"));
};

const SERVER_ENTRY = `import type { Plugin } from '@strapi/types';

import './strapi-types.js';

export type * from './types.js';

declare const plugin: Omit<Plugin.LoadedPlugin, 'policies'>;
export default plugin;
`;

const ADMIN_ENTRY = `import type { StrapiApp } from '@strapi/strapi/admin';

declare const plugin: StrapiApp['appPlugins'][string];
export default plugin;
`;

const writeEntries = () => {
  for (const [folder, text] of [
    ['server', SERVER_ENTRY],
    ['admin', ADMIN_ENTRY],
  ]) {
    for (const extension of ['d.ts', 'd.mts']) {
      fs.writeFileSync(path.join(dist, folder, `index.${extension}`), text);
    }
  }
  fs.writeFileSync(path.join(dist, 'cli', 'index.d.ts'), 'export {};\n');
};

/** npm packs no file from outside of the package. */
const copyChangelog = () =>
  fs.copyFileSync(path.join(root, 'CHANGELOG.md'), path.join(pluginDir, 'CHANGELOG.md'));

try {
  emitDeclarations();
  bundlePublicTypes();
  copyStrapiTypes();
  writeEntries();
  copyChangelog();
} finally {
  fs.rmSync(scratch, { recursive: true });
}
