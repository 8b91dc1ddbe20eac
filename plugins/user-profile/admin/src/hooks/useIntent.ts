import * as React from 'react';

/** Shorter than a pointer needs to cross a link on its way elsewhere. */
const DELAY = 80;

/** Handlers for a link, which call back if the pointer or the focus stays on it: it is likely to be opened. */
export const useIntent = (onIntent: () => void) => {
  const timer = React.useRef<number>();
  const cancel = React.useCallback(() => window.clearTimeout(timer.current), []);
  const begin = () => {
    cancel();
    timer.current = window.setTimeout(onIntent, DELAY);
  };

  React.useEffect(() => cancel, [cancel]);

  return { onPointerEnter: begin, onFocus: begin, onPointerLeave: cancel, onBlur: cancel };
};
