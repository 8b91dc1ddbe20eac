/** Radio buttons and checkboxes of the design system have hidden inputs. */
const TEXTS = 'input:not([aria-hidden]), textarea';

const CHOICES = '[role="combobox"], [role="radio"]';

/**
 * For `onOpenAutoFocus` of a modal, which would focus the close button. Without a field, the dialog asks for a
 * confirmation, and the focus is on the button before the last: Cancel.
 */
export const focusFirstField = (event: Event) => {
  const dialog = event.target instanceof HTMLElement ? event.target : null;
  const target =
    dialog?.querySelector<HTMLElement>(TEXTS) ??
    dialog?.querySelector<HTMLElement>(CHOICES) ??
    [...(dialog?.querySelectorAll<HTMLElement>('button') ?? [])].at(-2);

  if (target) {
    event.preventDefault();
    target.focus();
  }
};
