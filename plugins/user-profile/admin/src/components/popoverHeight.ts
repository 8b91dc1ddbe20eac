/** The room for the content of a popover within the window, without its border. */
export const POPOVER_HEIGHT = 'calc(var(--radix-popover-content-available-height) - 2px)';
