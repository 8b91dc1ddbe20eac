import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import { getService } from '../../server/src/utils/service';
import { EXIT_CODES, UsageError, type Command } from '../command';

const FORMATS = ['ndjson', 'csv'] as const;

type Format = (typeof FORMATS)[number];

const isFormat = (text: string): text is Format => FORMATS.some((format) => format === text);

export const exportCommand: Command = {
  summary: 'Write all users to a file',
  usage: `Usage: strapi-user-profile export FILE [options]

Options:
  --format FORMAT   ${FORMATS.join(', ')} (default: ndjson)
`,
  parse(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { format: { type: 'string', default: 'ndjson' } },
    });
    const { format } = values;
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) {
      throw new UsageError('Name one file.');
    }
    if (!isFormat(format)) {
      throw new UsageError(`--format must be one of: ${FORMATS.join(', ')}`);
    }
    return async ({ strapi, signal }) => {
      const { stream } = getService(strapi, 'user-export').start({ format, filters: {} });
      await pipeline(stream, createWriteStream(file, { mode: 0o600 }), { signal });
      return EXIT_CODES.done;
    };
  },
};
