import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../../..');

/** The pages for users of the plugin. */
const USER_PAGES = /^(docs\/|README\.md$|plugins\/user-profile\/README\.md$|CHANGELOG\.md$)/;

/** A fenced block of a page. */
export interface Block {
  /** Page and line. */
  title: string;
  page: string;
  /** Empty for a drawing or a tree of files. */
  language: string;
  code: string;
}

/** A TypeScript or JavaScript block of a page for users. */
export interface CodeBlock extends Block {
  /** The file of the site that the block is for, from the comment in its first line. */
  file: string;
}

const blocksOf = (page: string): Block[] => {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^ *```$/gms)].map(
    ({ 1: indent, 2: language, 3: indented, index }) => ({
      title: `${page}:${text.slice(0, index).split('\n').length}`,
      page,
      language,
      code: indented.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    })
  );
};

export const markdownPages = (): string[] =>
  execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

/** The blocks of all Markdown files. */
export const allBlocks = (): Block[] => markdownPages().flatMap(blocksOf);

const isCode = ({ language }: Block): boolean => ['ts', 'js'].includes(language);

const toCodeBlock = (block: Block): CodeBlock => {
  const [, file] = /^\/\/ ([\w/-]+\.[tj]s)\n/.exec(block.code) ?? [];
  return { ...block, file: file ?? `src/example.${block.language}` };
};

export const codeBlocks = (): CodeBlock[] =>
  markdownPages()
    .filter((page) => USER_PAGES.test(page))
    .flatMap(blocksOf)
    .filter(isCode)
    .map(toCodeBlock);

/** The only block of a page for a file of the site. */
export const codeBlockOf = (page: string, file: string): CodeBlock => {
  const blocks = blocksOf(page)
    .filter(isCode)
    .map(toCodeBlock)
    .filter((block) => block.file === file);
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
export const toModule = ({ code }: Pick<Block, 'code'>): string =>
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

/**
 * Writes a site that contains the block, compiled to CommonJS.
 * @returns the file of the block
 */
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
