import type { DatedEvent } from './row';

const CAPACITY = 1000;

/**
 * Holds events that could not be written, in the memory of this instance. If it is full, new events are
 * dropped: the oldest show how a failure began.
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
    /** Removes and returns all events. The caller adds those again that still cannot be written. */
    take(): DatedEvent[] {
      const taken = events;
      events = [];
      return taken;
    },
    waiting: () => events.length,
    isFull: () => events.length >= CAPACITY,
    dropped: () => dropped,
  };
};
