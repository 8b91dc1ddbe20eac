import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../../..');

/** The pages for users of the plugin. */
const PAGES = ['docs/*.md', 'README.md', 'plugins/user-profile/README.md', 'CHANGELOG.md'];

/** A TypeScript or JavaScript block of a page. */
export interface CodeBlock {
  /** Page and line. */
  title: string;
  page: string;
  language: 'ts' | 'js';
  code: string;
  /** The file of the site that the block is for, from the comment in its first line. */
  file: string;
}

const blocksOf = (page: string): CodeBlock[] => {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```(ts|js)\n(.*?)^ *```$/gms)].map(
    ({ 1: indent, 2: language, 3: indented, index }) => {
      const code = indented.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
      const [, file] = /^\/\/ ([\w/-]+\.[tj]s)\n/.exec(code) ?? [];
      return {
        title: `${page}:${text.slice(0, index).split('\n').length}`,
        page,
        language: language as CodeBlock['language'],
        code,
        file: file ?? `src/example.${language}`,
      };
    }
  );
};

export const codeBlocks = (): CodeBlock[] =>
  execFileSync('git', ['ls-files', ...PAGES], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n')
    .flatMap(blocksOf);

/** The only block of a page for a file of the site. */
export const codeBlockOf = (page: string, file: string): CodeBlock => {
  const blocks = blocksOf(page).filter((block) => block.file === file);
  if (blocks.length !== 1) {
    throw new Error(`${page} has ${blocks.length} code blocks for ${file}`);
  }
  return blocks[0];
};

const transpile = (code: string) =>
  ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });

export const syntaxErrorsIn = (code: string): string[] =>
  (transpile(code).diagnostics ?? []).map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n')
  );

/** Some blocks are entries to add to `config/plugins`. They become a complete file. */
export const toModule = ({ code }: CodeBlock): string =>
  syntaxErrorsIn(code).length === 0
    ? code
    : `import type { Core } from '@strapi/strapi';
export const plugins: Core.Config.Plugin = {
${code}};
`;

/** Compiles a module to CommonJS and runs it. */
export const runModule = (code: string): Record<string, unknown> => {
  const exports = {};
  const run = new Function('require', 'exports', transpile(code).outputText);
  run(require, exports);
  return exports;
};

const SAMPLES = path.join(__dirname, 'src');

/** Source files that the blocks import, as part of a site: relative path to content. */
export const sampleModules = (): [string, string][] =>
  fs
    .readdirSync(SAMPLES)
    .map((name) => [`src/${name}`, fs.readFileSync(path.join(SAMPLES, name), 'utf8')]);

/** Writes a site that contains the block, compiled to CommonJS. @returns the file of the block */
export const writeSite = (folder: string, block: CodeBlock): string => {
  const write = (name: string, code: string): string => {
    const file = path.join(folder, name.replace(/\.ts$/, '.js'));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, transpile(code).outputText);
    return file;
  };
  for (const [name, code] of sampleModules()) {
    write(name, code);
  }
  return write(block.file, toModule(block));
};
