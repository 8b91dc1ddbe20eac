import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const DOCS = path.resolve(__dirname, '../../../docs');

/** `/connections/` is the page `connections/README.md`. */
const fileOf = (link: string): string => `${link.slice(1).replace(/\/$/, '/README')}.md`;

describe('the sidebar of the documentation site', () => {
  const config = fs.readFileSync(path.join(DOCS, '.vitepress/config.mjs'), 'utf8');
  const linked = [...config.matchAll(/link: '(\/[^']+)'/g)].map(([, link]) => fileOf(link));

  it('links to pages that exist', () => {
    expect(linked.filter((file) => !fs.existsSync(path.join(DOCS, file)))).toEqual([]);
  });

  it('has every page but the single decisions, which their overview links to', () => {
    const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: DOCS, encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter((page) => page !== 'README.md' && !/^decisions\/(?!README)/.test(page));
    expect([...linked].sort()).toEqual(pages.sort());
  });

  it('has every decision in the overview', () => {
    const overview = fs.readFileSync(path.join(DOCS, 'decisions/README.md'), 'utf8');
    const decisions = fs.readdirSync(path.join(DOCS, 'decisions'));
    const missing = decisions.filter((name) => name !== 'README.md' && !overview.includes(name));
    expect(missing).toEqual([]);
  });
});
