/** Loads TypeScript of the plugin that is in no build: texts for the documentation, and parts of the panel. */
import Module, { createRequire } from 'node:module';
import path from 'node:path';

import { transformFileSync } from '@swc/core';

import { pluginDir } from '../lib/paths.mjs';

const require = createRequire(import.meta.url);

const compile = (module, file) => {
  const { code } = transformFileSync(file, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, file);
};

/**
 * @param {string} file relative to the folder of the plugin
 * @returns {object} its exports
 */
export const loadSource = (file) => {
  Module._extensions['.ts'] = compile;
  return require(path.join(pluginDir, file));
};
