import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

/** The files that differ from the last commit, or those of that commit if nothing differs. */
export const changedFiles = () => {
  const changed = [
    ...git('diff', '--name-only', 'HEAD'),
    ...git('ls-files', '--others', '--exclude-standard'),
  ];
  const files =
    changed.length > 0
      ? changed
      : git('show', '--name-only', '--format=', '--first-parent', 'HEAD');
  return files.filter((file) => fs.existsSync(path.join(root, file)));
};
