/** A map that forgets what was not used for longest. A `Map` keeps the order of insertion. */
export class LruCache<Key, Value> {
  private readonly entries = new Map<Key, Value>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  /** The value kept for the key, else the one that `make` makes, which is kept. */
  getOrMake(key: Key, make: () => Value): Value {
    const value = this.entries.get(key) ?? make();
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      this.forgetOldest();
    }
    return value;
  }

  private forgetOldest(): void {
    const { value: oldest, done } = this.entries.keys().next();
    if (!done) {
      this.entries.delete(oldest);
    }
  }
}
