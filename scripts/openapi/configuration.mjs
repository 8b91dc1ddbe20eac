/** The settings of the plugin as the table of docs/configuration.md. */

const BEGIN = '<!-- config:begin -->';
const END = '<!-- config:end -->';

const escapeCell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

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
  [
    '| Setting | Default | Description |',
    '|---|---|---|',
    ...settingsOf(schema, schema.parse({})).map(({ name, value, description }) =>
      [
        '',
        ` \`${name}\` `,
        ` \`${escapeCell(toSource(value))}\` `,
        ` ${escapeCell(description)} `,
        '',
      ].join('|')
    ),
  ].join('\n');

/**
 * Replaces the table between the two markers.
 *
 * @param {string} page Markdown
 * @param {object} schema of the configuration, as the plugin exports it
 * @returns {string} Markdown
 * @throws {Error} if the page lacks a marker, or a setting lacks a description
 */
export const updateConfigurationPage = (page, schema) => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) {
    throw new Error(`docs/configuration.md needs the markers ${BEGIN} and ${END}`);
  }
  const table = renderTable(schema);
  return `${page.slice(0, begin)}${BEGIN}\n${table}\n${page.slice(end)}`;
};
