import fs from 'node:fs';
import path from 'node:path';

const PAGE = path.join(__dirname, '../../docs/leaving.md');

/** The commands of docs/leaving.md, in order. */
export const leavingCommands = (): string[] =>
  [...fs.readFileSync(PAGE, 'utf8').matchAll(/```sh\n\s*(.*)\n\s*```/g)].map(
    ([, command]) => command
  );
