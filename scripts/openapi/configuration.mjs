/** The settings of the plugin as the table of docs/configuration.md. */
import { code, escapeCell, replacePart, table } from './markdown.mjs';

const toSource = (value) => {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  return Array.isArray(value) ? `[${value.map(toSource).join(', ')}]` : JSON.stringify(value);
};

/** A group, such as `retention`, is an object without a description. */
const settingsOf = (schema, defaults, prefix = '') =>
  Object.entries(schema.shape).flatMap(([key, setting]) => {
    const name = prefix + key;
    const group = setting.unwrap();
    if (group.shape && !setting.description) {
      return settingsOf(group, defaults[key], `${name}.`);
    }
    if (!setting.description) {
      throw new Error(`The setting ${name} has no description in config/schema.ts`);
    }
    return [{ name, value: defaults[key], description: setting.description }];
  });

const renderTable = (schema) =>
  table(
    ['Setting', 'Default', 'Description'],
    settingsOf(schema, schema.parse({})).map(({ name, value, description }) => [
      code(name),
      code(toSource(value)),
      escapeCell(description),
    ])
  );

/**
 * Replaces the table between the two markers.
 *
 * @param {string} page Markdown
 * @param {object} schema of the configuration, as the plugin exports it
 * @returns {string} Markdown
 * @throws {Error} if the page lacks a marker, or a setting lacks a description
 */
export const updateConfigurationPage = (page, schema) =>
  replacePart(page, 'config', renderTable(schema).join('\n').trimEnd());
