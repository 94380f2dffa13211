/** Keeps the values that were asked for last; those that are pinned stay in any case. */
export class BoundedCache<Key, Value> {
  private readonly pinned = new Map<Key, Value>();
  private readonly others = new Map<Key, Value>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.pinned.size + this.others.size;
  }

  find(key: Key): Value | undefined {
    const pinned = this.pinned.get(key);
    if (pinned !== undefined) return pinned;
    const value = this.others.get(key);
    if (value === undefined) return undefined;
    this.others.delete(key);
    this.others.set(key, value);
    return value;
  }

  keep(key: Key, value: Value, isPinned = false): void {
    if (isPinned) {
      this.pinned.set(key, value);
      return;
    }
    this.others.delete(key);
    const oldest = this.others.keys().next();
    if (this.others.size >= this.capacity && oldest.done !== true) this.others.delete(oldest.value);
    this.others.set(key, value);
  }

  forget(key: Key): void {
    this.pinned.delete(key);
    this.others.delete(key);
  }

  clear(): void {
    this.pinned.clear();
    this.others.clear();
  }
}
