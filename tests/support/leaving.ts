import fs from 'node:fs';
import path from 'node:path';

const PAGE = path.join(__dirname, '../../docs/leaving.md');

const blocksIn = (language: string): string[] =>
  [
    ...fs
      .readFileSync(PAGE, 'utf8')
      .matchAll(new RegExp(`\`\`\`${language}\\n\\s*(.*)\\n\\s*\`\`\``, 'g')),
  ].map(([, text]) => text);

/** The commands of docs/leaving.md, in order. */
export const leavingCommands = (): string[] => blocksIn('sh');

/** The statements of docs/leaving.md for PostgreSQL. */
export const leavingStatements = (): string[] => blocksIn('sql');
