import * as React from 'react';

/**
 * Returns the focus after a dialog. The design system does this only for a dialog with a trigger; after a
 * dialog that was opened from a menu, the focus would be lost.
 */
export const useFocusReturn = () => {
  const origin = React.useRef<HTMLElement | null>(null);

  /** @param element that opened the dialog; by default the focused one */
  const remember = React.useCallback((element?: HTMLElement | null) => {
    origin.current =
      element ?? (document.activeElement instanceof HTMLElement ? document.activeElement : null);
  }, []);

  /** For `onCloseAutoFocus`. The action may have removed the element that opened the dialog. */
  const restore = React.useCallback((event: Event) => {
    event.preventDefault();
    const target = origin.current?.isConnected
      ? origin.current
      : document.getElementById('main-content');

    target?.focus();
  }, []);

  return { remember, restore };
};
