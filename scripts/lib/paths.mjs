import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export const pluginDir = path.join(root, 'plugins', 'user-profile');

/** What scripts and tests leave behind; git ignores it. */
export const scratchDir = path.join(root, '.tmp');
