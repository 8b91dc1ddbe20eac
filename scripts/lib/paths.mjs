import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export const pluginDir = path.join(root, 'plugins', 'user-profile');

/** Temporary files of scripts and tests. Git ignores this folder. */
export const scratchDir = path.join(root, '.tmp');
