import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { allBlocks } from '../support/docs-examples/code-blocks';

const PLUGIN = path.resolve(__dirname, '../../plugins/user-profile');

const blocks = allBlocks().filter(({ page }) => page === 'CONTRIBUTING.md');

/** The block for a file of the plugin, without the line that names it. */
const blockFor = (file: string): string => {
  const heading = `// ${file}\n`;
  const found = blocks.filter(({ code }) => code.startsWith(heading));
  expect([file, found.length]).toEqual([file, 1]);
  return found[0].code.slice(heading.length);
};

const insert = (text: string, before: RegExp, part: string): string => {
  const at = text.search(before);
  expect(at).toBeGreaterThan(-1);
  return text.slice(0, at) + part + text.slice(at);
};

const CONTROLLERS = 'server/src/controllers/content-api/index.ts';

/** What a reader makes of a file with its block. The example leaves out the import of a route's schema. */
const FOLLOWED: Record<string, (text: string, block: string) => string> = {
  'shared/contracts/me.ts': (text, block) => `${text}\n${block}`,
  'server/src/controllers/content-api/me-login-blocks.ts': (_none, block) => block,
  'server/src/routes/content-api/me.ts': (text, block) =>
    `${insert(text, /\];\s*$/, block)}
import { findOwnLoginBlocksResponse } from '../../../../shared/contracts/me';`,
  [CONTROLLERS]: (text, block) => {
    const [imported, entries] = block.split('export default {\n');
    return `${insert(text, /\};\s*$/, entries.replace('};', ''))}\n${imported}`;
  },
  'server/src/routes/admin/index.ts': (text, block) => insert(text, /\],\s*\}\);\s*$/, block),
};

const readConfig = (): ts.ParsedCommandLine => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(PLUGIN, 'server/tsconfig.json'),
    {},
    host
  );
  if (!config) {
    throw new Error('server/tsconfig.json cannot be read');
  }
  return config;
};

/** @returns the errors in these files, which are compiled with the given content instead of theirs */
const compile = (files: Map<string, string>): string[] => {
  const { options } = readConfig();
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, text, target);
  };
  const roots = [...files.keys(), path.join(PLUGIN, 'server/src/services.ts')];
  const program = ts.createProgram(roots, options, host);
  return [...files.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) =>
        `${path.relative(PLUGIN, name)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    );
  });
};

describe('a new route as CONTRIBUTING.md describes it', () => {
  it('compiles in the source of the plugin', () => {
    const files = Object.entries(FOLLOWED).map(([file, follow]): [string, string] => {
      const full = path.join(PLUGIN, file);
      const text = fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '';
      return [full, follow(text, blockFor(file))];
    });
    expect(compile(new Map(files))).toEqual([]);
  }, 120_000);
});
