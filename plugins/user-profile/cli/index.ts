#!/usr/bin/env node
/** The command line of the plugin, run in the folder of a Strapi application. See docs/export.md. */
import { EXIT_CODES, UsageError, type Command } from './command';
import { exportCommand } from './commands/export';
import { removeDataCommand } from './commands/remove-data';
import { withStrapi } from './with-strapi';

/** A new command is one file in `commands/` and one line here. */
const COMMANDS: Record<string, Command> = {
  export: exportCommand,
  'remove-data': removeDataCommand,
};

const USAGE = `Usage: strapi-user-profile <command> [options]

Run it in the folder of a Strapi application.

Commands:
${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`)
  .join('\n')}

strapi-user-profile <command> --help shows the options of a command.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but with errors in some lines
`;

/** `parseArgs` throws plain errors with these codes. */
const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS_'));

const asksForHelp = (args: string[]): boolean => args.includes('--help') || args.includes('-h');

const run = async ([name, ...args]: string[]): Promise<number> => {
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    if (name === '--help' || name === '-h') {
      process.stdout.write(USAGE);
      return EXIT_CODES.done;
    }
    throw new UsageError(name === undefined ? 'Name a command.' : `Unknown command "${name}".`);
  }
  if (asksForHelp(args)) {
    process.stdout.write(command.usage);
    return EXIT_CODES.done;
  }
  // Wrong options are found before Strapi starts, which takes seconds.
  const work = command.parse(args);
  return withStrapi(work);
};

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  try {
    process.exitCode = await run(args);
  } catch (error) {
    if (isUsageError(error)) {
      process.stderr.write(`${error.message}\nTry: strapi-user-profile --help\n`);
      process.exitCode = EXIT_CODES.usage;
    } else {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = EXIT_CODES.failed;
    }
  }
  // Strapi and the database leave timers and sockets behind.
  process.exit();
};

void main();
