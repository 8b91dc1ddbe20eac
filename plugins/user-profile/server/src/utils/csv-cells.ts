/** What programs take as the start of a formula. The last four are the wide forms of Asian input methods. */
const FORMULA = '[=+\\-@＝＋－＠]';

/**
 * A formula at the start of a text or after a separator: a spreadsheet of another locale splits cells at its list
 * separator, outside quotes and, in some programs, within them. What may follow a separator contains none, so the
 * time to match is linear.
 */
const CELL = '(^|[;\\t|\\r\\n])(["\\p{Zs}\\ufeff]*)';

const FORMULAS = new RegExp(`${CELL}('*${FORMULA})`, 'gu');
const GUARDED_FORMULAS = new RegExp(`${CELL}'('*${FORMULA})`, 'gu');

/** Some programs drop these characters from the start of a cell, and read on. */
const CONTROL = /^('*[\t\r])/;
const GUARDED_CONTROL = /^'('*[\t\r])/;

/**
 * Adds an apostrophe before each formula, so a spreadsheet shows a text that a user entered and does not execute
 * it. An apostrophe that is there already gets another one, so `unguardCell` restores the original.
 */
export const guardCell = (text: string): string =>
  text.replace(FORMULAS, "$1$2'$3").replace(CONTROL, "'$1");

/** The original of a guarded cell. */
export const unguardCell = (cell: string): string =>
  cell.replace(GUARDED_CONTROL, '$1').replace(GUARDED_FORMULAS, '$1$2$3');
