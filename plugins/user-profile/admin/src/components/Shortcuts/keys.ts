/** In the order of the help. Enter and the arrow keys need no code: Strapi's tables and links have them. */
export const SHORTCUTS = [
  { name: 'search', keys: ['/'] },
  { name: 'rows', keys: ['j', 'k'] },
  { name: 'open', keys: ['Enter'] },
  { name: 'edit', keys: ['e'] },
  { name: 'help', keys: ['?'] },
] as const;

/** Where typed characters have a meaning already: fields, lists with type-ahead, the map. */
const TYPING = [
  'input',
  'textarea',
  'select',
  '[contenteditable="true"]',
  '[role="textbox"]',
  '[role="combobox"]',
  '[role="application"]',
].join();

/** Dialogs, popovers, menus and lists of options that are open. */
const OVERLAYS = ['dialog', 'alertdialog', 'menu', 'listbox']
  .map((role) => `[role="${role}"]`)
  .join();

/** Whether a character is a shortcut here, and not text or a choice. */
export const isShortcut = ({ target, isComposing, defaultPrevented }: KeyboardEvent): boolean =>
  !isComposing &&
  !defaultPrevented &&
  !(target instanceof Element && target.closest(TYPING)) &&
  document.querySelector(OVERLAYS) === null;

/** Marks the element of a row that opens it, if that is not the first link or button. */
export const OPENS_ROW = { 'data-opens-row': true } as const;

const openerOf = (row: Element): HTMLElement | null =>
  row.querySelector<HTMLElement>('[data-opens-row]') ??
  row.querySelector<HTMLElement>('a[href], button:not([role="checkbox"])');

/** Moves the focus to the next (1) or previous (-1) row, or to the first one. */
export const focusRow = (step: 1 | -1): void => {
  const rows = [...document.querySelectorAll('main tbody tr')];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[current === -1 ? 0 : current + step];

  if (row) {
    openerOf(row)?.focus();
  }
};

export const focusSearch = (): void => {
  const box = document.querySelector<HTMLInputElement>('main input[type="search"]');
  box?.focus();
  box?.select();
};
