/**
 * For `onCloseAutoFocus` of a menu whose items open dialogs. The menu would focus its button a moment after the
 * dialog has taken the focus. The dialog would take it back and select its field, so the next letter that is
 * typed would replace the letters before (@radix-ui/react-focus-scope 1.0.4).
 */
export const keepDialogFocus = (event: Event) => {
  if (document.activeElement?.closest('[role="dialog"], [role="alertdialog"]')) {
    event.preventDefault();
  }
};
