import fs from 'node:fs';
import path from 'node:path';

import config from '../../../plugins/user-profile/server/src/config';
import { updateConfigurationPage } from '../../../scripts/openapi/configuration.mjs';

const PAGE = path.join(__dirname, '..', '..', '..', 'docs', 'configuration.md');

describe('docs/configuration.md', () => {
  const page = fs.readFileSync(PAGE, 'utf8');

  it('lists every setting with its current default and description (npm run openapi)', () => {
    expect(page).toBe(updateConfigurationPage(page, config));
  });

  it('has a table that follows a changed default', () => {
    const retention = { ...config.default.retention, days: 31 };
    const changed = { ...config, default: { ...config.default, retention } };
    expect(updateConfigurationPage(page, changed)).toContain('| `retention.days` | `31` |');
  });

  it('cannot be generated without its markers', () => {
    expect(() => updateConfigurationPage('# Configuration', config)).toThrow('config:begin');
  });
});
