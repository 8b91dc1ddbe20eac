import fs from 'node:fs';
import path from 'node:path';

import { z } from '@strapi/utils';

import { configSchema } from '../../../plugins/user-profile/server/src/config/schema';
import { updateConfigurationPage } from '../../../scripts/openapi/configuration.mjs';

const PAGE = path.join(__dirname, '..', '..', '..', 'docs', 'configuration.md');

describe('docs/configuration.md', () => {
  const page = fs.readFileSync(PAGE, 'utf8');

  it('lists every setting with its current default and description (npm run openapi)', () => {
    expect(page).toBe(updateConfigurationPage(page, configSchema));
  });

  it('has a table that follows a changed default', () => {
    const retention = z.strictObject({ days: z.number().default(31).describe('x') }).prefault({});
    const changed = configSchema.extend({ retention });
    expect(updateConfigurationPage(page, changed)).toContain('| `retention.days` | `31` |');
  });

  it('cannot be generated without its markers', () => {
    expect(() => updateConfigurationPage('# Configuration', configSchema)).toThrow('config:begin');
  });
});
