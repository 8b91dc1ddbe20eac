/** Radio buttons and checkboxes of the design system have hidden inputs. */
const TEXTS = 'input:not([aria-hidden]), textarea';

const CHOICES = '[role="combobox"], [role="radio"]';

/** The first field. Without one, the dialog asks for a confirmation, and it is the button before the last: Cancel. */
const firstTarget = (dialog: HTMLElement): HTMLElement | undefined =>
  dialog.querySelector<HTMLElement>(TEXTS) ??
  dialog.querySelector<HTMLElement>(CHOICES) ??
  [...dialog.querySelectorAll<HTMLElement>('button')].at(-2);

/** For a dialog whose fields appear after it has opened. */
export const focusFirstFieldOf = (dialog: HTMLElement | null) => {
  if (dialog) {
    firstTarget(dialog)?.focus();
  }
};

/** For `onOpenAutoFocus` of a modal, which would focus the close button. */
export const focusFirstField = (event: Event) => {
  const target = event.target instanceof HTMLElement ? firstTarget(event.target) : undefined;

  if (target) {
    event.preventDefault();
    target.focus();
  }
};
