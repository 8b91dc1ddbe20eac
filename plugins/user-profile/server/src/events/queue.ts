import type { DatedEvent } from './row';

const CAPACITY = 1000;

/**
 * Events that could not be written wait here, in the memory of this instance. The oldest stay: they
 * tell how a fault began.
 */
export const createQueue = () => {
  let events: DatedEvent[] = [];
  let dropped = 0;

  return {
    add(event: DatedEvent): void {
      if (events.length < CAPACITY) {
        events.push(event);
      } else {
        dropped += 1;
      }
    },
    /** Takes all that wait. What cannot be written now either is to be added again. */
    take(): DatedEvent[] {
      const taken = events;
      events = [];
      return taken;
    },
    waiting: () => events.length,
    dropped: () => dropped,
  };
};
