import * as React from 'react';

const subscribe = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener);

  return () => document.removeEventListener('visibilitychange', listener);
};

/** Whether the browser tab is in the foreground. */
export const usePageVisible = (): boolean =>
  React.useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
