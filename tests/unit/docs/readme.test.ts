import fs from 'node:fs';
import path from 'node:path';

import { runModule } from '../../support/docs-examples/code-blocks';
import { followReadme, READMES } from '../../support/docs-examples/new-project';

const ROOT = path.resolve(__dirname, '../../..');

const evaluate = (plugins: string): object => {
  const { default: config } = runModule(plugins) as { default(given: object): object };
  return config({ env: () => undefined });
};

describe.each(READMES)('the instructions of %s', (page) => {
  it('keep the settings of a new project', () => {
    expect(evaluate(followReadme(page).newProject)).toMatchObject({
      'users-permissions': { config: { jwtManagement: 'refresh', sessions: { httpOnly: true } } },
      upload: { config: { security: { allowedTypes: expect.any(Array) } } },
      'user-profile': { enabled: true },
    });
  });

  it('turn sessions on in an older project', () => {
    expect(evaluate(followReadme(page).olderProject)).toEqual({
      'users-permissions': { config: { jwtManagement: 'refresh' } },
      'user-profile': { enabled: true },
    });
  });
});

describe('the README on the page of the npm package', () => {
  it('links to files of the repository, by absolute URLs', () => {
    const text = fs.readFileSync(path.join(ROOT, 'plugins/user-profile/README.md'), 'utf8');
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
    const repository = 'https://github.com/strapi-plugin-user-profile/strapi-plugin-user-profile';
    expect(links.filter((link) => !link.startsWith('https://'))).toEqual([]);
    const files = links.flatMap(
      (link) => new RegExp(`^${repository}/(?:blob|raw)/main/([^#]+)`).exec(link)?.[1] ?? []
    );
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'docs/configuration.md', 'docs/images/users.png'])
    );
    expect(files.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});
