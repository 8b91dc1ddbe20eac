import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');

/** The anchor of a heading, as GitHub builds it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (file: string): string[] =>
  [...fs.readFileSync(file, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    anchorOf(heading)
  );

const linksOf = (file: string): string[] =>
  [
    ...fs
      .readFileSync(file, 'utf8')
      .replace(/```[\s\S]*?```|`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link]) => link)
    .filter((link) => !/^[a-z]+:/i.test(link));

describe('relative links in Markdown files', () => {
  it.each(pages)('resolve in %s', (page) => {
    const file = path.join(root, page);
    const broken = linksOf(file).filter((link) => {
      const [target, anchor] = link.split('#');
      const linked = target === '' ? file : path.resolve(path.dirname(file), target);
      if (!fs.existsSync(linked)) {
        return true;
      }
      return anchor !== undefined && linked.endsWith('.md') && !anchorsOf(linked).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
