/** Parts of generated Markdown. */

export const escapeCell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const code = (text) => `\`${escapeCell(text)}\``;

/** @returns lines, the last of them empty */
export const table = (headings, rows) => [
  `| ${headings.join(' | ')} |`,
  `|${headings.map(() => '---').join('|')}|`,
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  '',
];

/** The anchor of a heading of the generated pages. */
export const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

/**
 * Replaces what is between the markers `<!-- name:begin -->` and `<!-- name:end -->`.
 *
 * @param {string} page Markdown
 * @param {string} name of the part
 * @param {string} text Markdown
 * @returns {string} Markdown
 * @throws {Error} if the page lacks a marker
 */
export const replacePart = (page, name, text) => {
  const [beginMarker, endMarker] = ['begin', 'end'].map((place) => `<!-- ${name}:${place} -->`);
  const begin = page.indexOf(beginMarker);
  const end = page.indexOf(endMarker);
  if (begin === -1 || end < begin) {
    throw new Error(`The page needs the markers ${beginMarker} and ${endMarker}`);
  }
  return `${page.slice(0, begin)}${beginMarker}\n${text}\n${page.slice(end)}`;
};
