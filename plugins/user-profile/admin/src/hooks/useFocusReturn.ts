import * as React from 'react';

/**
 * Leads the focus back to where it was before a dialog. The design system does so by itself only for a
 * dialog that its own trigger opened: one opened from a menu would leave the focus nowhere.
 */
export const useFocusReturn = () => {
  const origin = React.useRef<HTMLElement | null>(null);

  /** `element` is what opened the dialog, unless that has the focus. */
  const remember = React.useCallback((element?: HTMLElement | null) => {
    origin.current =
      element ?? (document.activeElement instanceof HTMLElement ? document.activeElement : null);
  }, []);

  /** For `onCloseAutoFocus`. What opened the dialog may be gone with what the dialog did. */
  const restore = React.useCallback((event: Event) => {
    event.preventDefault();
    const target = origin.current?.isConnected
      ? origin.current
      : document.getElementById('main-content');

    target?.focus();
  }, []);

  return { remember, restore };
};
