/** The tables of docs/permissions.md. */
import { anchorOf, code, escapeCell, replacePart, table } from './markdown.mjs';

const adminTable = ({ actions, texts }) =>
  table(
    ['permission', 'action', 'allows'],
    Object.entries(actions).map(([key, action]) => [
      texts[key].label,
      code(action),
      escapeCell(texts[key].allows),
    ])
  );

const READING = /\.find(One)?$/;

/** The routes of the OpenAPI document that need a permission, by tag. */
const routesByTag = ({ paths, tags }) => {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      heading: `${method.toUpperCase()} ${path}`,
      permission: operation['x-strapi-permission'],
    }))
  );
  return tags
    .map(({ name, description }) => ({
      name,
      description,
      routes: routes.filter((each) => each.permission && each.tags.includes(name)),
    }))
    .filter((tag) => tag.routes.length > 0);
};

const contentApiTables = ({ document }) =>
  routesByTag(document).flatMap(({ name, description, routes }) => [
    `### ${name}`,
    '',
    description,
    '',
    ...table(
      ['action', 'allows', 'route', 'read-only token'],
      routes.map(({ permission, summary, heading }) => [
        code(permission.replace(/^plugin::[^.]+\./, '')),
        escapeCell(summary.charAt(0).toLowerCase() + summary.slice(1)),
        `[${code(heading.replace('/api/user-profile', ''))}](rest-reference.md#${anchorOf(heading)})`,
        READING.test(permission) && !/\.me[.-]/.test(permission) ? 'yes' : '',
      ])
    ),
  ]);

const PARTS = { 'admin-permissions': adminTable, 'api-permissions': contentApiTables };

/**
 * Replaces the tables between the markers of docs/permissions.md.
 *
 * @param {string} page Markdown
 * @param {object} reference what `readPermissionReference` returns
 * @returns {string} Markdown
 * @throws {Error} if the page lacks a marker
 */
export const updatePermissionsPage = (page, reference) =>
  Object.entries(PARTS).reduce(
    (text, [name, render]) => replacePart(text, name, render(reference).join('\n').trimEnd()),
    page
  );

/**
 * @param {(file: string) => object} load returns the exports of a source file of the plugin
 * @param {object} document the OpenAPI document
 */
export const readPermissionReference = (load, document) => ({
  actions: load('shared/constants.ts').ADMIN_ACTIONS,
  texts: load('server/src/integration/permissions.ts').ADMIN_ACTION_TEXTS,
  document,
});
