import * as React from 'react';

import { MINUTE_MS } from '../../../shared/durations';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = new Date();

const tick = () => {
  now = new Date();
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) {
    timer = setInterval(tick, MINUTE_MS);
  }

  listeners.add(listener);

  return () => {
    listeners.delete(listener);

    if (listeners.size === 0) {
      clearInterval(timer);
    }
  };
};

const read = () => {
  // Without listeners there is no timer, so the first reader updates the time.
  if (listeners.size === 0 && Date.now() - now.getTime() > MINUTE_MS) {
    now = new Date();
  }

  return now;
};

/** The current time, updated every minute by one timer for the whole page. */
export const useNow = (): Date => React.useSyncExternalStore(subscribe, read);
