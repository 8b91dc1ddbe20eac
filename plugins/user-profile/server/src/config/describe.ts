import { isDeepStrictEqual } from 'node:util';

import type { ConfigurationEntry } from '../../../shared/contracts/status';
import { configSchema, type PluginConfig } from './schema';

/** The URL of a map server often contains a key. The text of an email has many lines. */
const HIDDEN: ReadonlySet<string> = new Set(['map.tileUrl', 'invitations.text']);

const isShown = (value: unknown): value is ConfigurationEntry['value'] =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((each) => typeof each === 'string'));

const isUnset = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const entryOf = (path: string, value: unknown, initial: unknown): ConfigurationEntry => {
  const isVisible = isShown(value) && !HIDDEN.has(path);
  return {
    path,
    value: isVisible ? value : null,
    hidden: !isVisible && !isUnset(value),
    source: isDeepStrictEqual(value, initial) ? 'default' : 'file',
  };
};

/** Every option with its value, without what may be secret. */
export const describeConfig = (current: PluginConfig): ConfigurationEntry[] =>
  Object.entries(configSchema.parse({})).flatMap(([section, initial]) => {
    const values: unknown = current[section as keyof PluginConfig];
    return Array.isArray(initial)
      ? [entryOf(section, values, initial)]
      : Object.entries(initial).map(([name, value]) =>
          entryOf(`${section}.${name}`, (values as Record<string, unknown>)[name], value)
        );
  });
