import { parseArgs } from 'node:util';

import { getService } from '../../server/src/utils/service';
import { EXIT_CODES, UsageError, type Command } from '../command';

const USAGE = `Usage: strapi-user-profile remove-data --yes [options]

Drops all tables of the plugin, and deletes its settings, permissions and files, before the
plugin is uninstalled. The accounts of Users & Permissions stay. Stop the site first.
This cannot be undone: export what you need.

Options:
      --yes         required
      --make-local  first turns the accounts of the plugin's connections into accounts
                    of Users & Permissions, which log in with the email address
`;

export const removeDataCommand: Command = {
  summary: 'Delete everything that the plugin stores',
  usage: USAGE,
  parse(args) {
    const { values } = parseArgs({
      args,
      options: {
        yes: { type: 'boolean', default: false },
        'make-local': { type: 'boolean', default: false },
      },
    });
    if (!values.yes) {
      throw new UsageError('This deletes all data of the plugin. Confirm it with --yes.');
    }

    return async ({ strapi, signal }) => {
      const { stderr } = process;
      const removal = getService(strapi, 'data-removal');
      if (values['make-local']) {
        const { changed, skipped } = await removal.makeAccountsLocal(signal);
        stderr.write(`${changed} accounts were made local, ${skipped} were skipped\n`);
      }
      signal.throwIfAborted();
      const tables = await removal.dropAll();
      stderr.write(`Dropped ${tables.length} tables\n`);
      return EXIT_CODES.done;
    };
  },
};
