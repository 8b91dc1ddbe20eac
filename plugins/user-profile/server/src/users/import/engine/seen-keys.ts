import { createHash } from 'node:crypto';

interface Segment {
  /** The first 32 bits of what identifies a key. */
  tags: Uint32Array;
  /** 8 more bits of it, and the line in the other 24. A tag and a line of 0 mean an empty slot. */
  lines: Uint32Array;
  used: number;
}

const FIRST_SLOTS = 2 ** 14;
const MAX_SLOTS = 2 ** 22;
const MAX_LOAD = 0.6;
const MAX_LINE = 2 ** 24 - 1;

const newSegment = (slots: number): Segment => ({
  tags: new Uint32Array(slots),
  lines: new Uint32Array(slots),
  used: 0,
});

/**
 * Remembers on which line a key was first. Each key takes about 16 bytes: a `Map` would take more than 100 MB for
 * a million users. Keys are compared by 40 bits of a hash beside their slot, so one import of a million users in
 * 100,000 takes a key for another one.
 */
export const createSeenKeys = () => {
  const segments: Segment[] = [newSegment(FIRST_SLOTS)];

  /** The slot of a key, or the empty one that it would get. */
  const slotIn = ({ tags, lines }: Segment, digest: Buffer): number => {
    const mask = tags.length - 1;
    const tag = digest.readUInt32LE(0);
    let slot = digest.readUInt32LE(4) & mask;
    while (lines[slot] !== 0 && (tags[slot] !== tag || lines[slot] >>> 24 !== digest[8])) {
      slot = (slot + 1) & mask;
    }
    return slot;
  };

  return {
    /** @returns the line on which the key was before; null if it is new, and now remembered */
    add(key: string, line: number): number | null {
      const digest = createHash('sha1').update(key).digest();
      for (const segment of segments) {
        const found = segment.lines[slotIn(segment, digest)];
        if (found !== 0) {
          return found & MAX_LINE;
        }
      }
      let last = segments[segments.length - 1];
      if (last.used >= last.tags.length * MAX_LOAD) {
        last = newSegment(Math.min(last.tags.length * 2, MAX_SLOTS));
        segments.push(last);
      }
      const slot = slotIn(last, digest);
      last.tags[slot] = digest.readUInt32LE(0);
      // `| 0` makes it a signed number, which the array stores as the unsigned one.
      last.lines[slot] = (digest[8] << 24) | Math.min(Math.max(line, 1), MAX_LINE);
      last.used += 1;
      return null;
    },
  };
};

export type SeenKeys = ReturnType<typeof createSeenKeys>;
