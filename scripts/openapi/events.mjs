/** The tables of docs/events.md. */
import { code, escapeCell, replacePart, table } from './markdown.mjs';

const codes = (names) => names.map(code).join(', ');

const typeTables = ({ groups, outcomes, types, names }) =>
  groups.flatMap(({ title, codes: members }) => [
    `### ${title}`,
    '',
    ...table(
      ['type', 'in the panel', 'outcome', 'when', '`details`'],
      members.map((type) => [
        code(type),
        escapeCell(names[type]),
        outcomes[type],
        escapeCell(types[type].when),
        codes(types[type].details),
      ])
    ),
  ]);

const detailTable = ({ details, adminDetails }) =>
  table(
    ['key', 'content'],
    Object.entries(details).map(([name, text]) => [
      code(name),
      escapeCell(text) + (adminDetails.has(name) ? '. Not in events that their user reads' : ''),
    ])
  );

const reasonTable = ({ reasons }) =>
  table(
    ['reason', 'meaning'],
    Object.entries(reasons).map(([name, text]) => [code(name), escapeCell(text)])
  );

const operationTable = ({ operations }) =>
  table(
    ['operation', 'type', 'when', '`details`'],
    Object.entries(operations).map(([name, { types, when, details }]) => [
      code(name),
      codes(types),
      escapeCell(when),
      codes(details),
    ])
  );

const PARTS = {
  'event-types': typeTables,
  'event-details': detailTable,
  'event-reasons': reasonTable,
  'event-operations': operationTable,
};

/**
 * Replaces the tables between the markers of docs/events.md.
 *
 * @param {string} page Markdown
 * @param {object} reference what `readEventReference` returns
 * @returns {string} Markdown
 * @throws {Error} if the page lacks a marker
 */
export const updateEventsPage = (page, reference) =>
  Object.entries(PARTS).reduce(
    (text, [name, render]) => replacePart(text, name, render(reference).join('\n').trimEnd()),
    page
  );

/**
 * @param {(file: string) => object} load returns the exports of a source file of the plugin
 * @param {Record<string, string>} texts the English texts of the panel
 */
export const readEventReference = (load, texts) => {
  const reference = load('shared/event-reference.ts');
  const { EVENT_TYPES } = load('shared/event-types.ts');
  const { EVENT_GROUPS } = load('admin/src/utils/eventGroups.ts');
  return {
    outcomes: EVENT_TYPES,
    groups: EVENT_GROUPS.map(({ label, types }) => ({ title: texts[label], codes: types })),
    names: Object.fromEntries(
      Object.keys(EVENT_TYPES).map((type) => [type, texts[`event.${type}`]])
    ),
    types: reference.TYPE_REFERENCE,
    details: reference.DETAIL_REFERENCE,
    reasons: reference.REASON_REFERENCE,
    operations: reference.OPERATION_REFERENCE,
    adminDetails: load('shared/event-details.ts').ADMIN_DETAILS,
  };
};
