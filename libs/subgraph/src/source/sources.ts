/** The sources that a process asks, by name, for its operators. */
export class Sources {
  private readonly byName = new Map<string, { release(): void }>();

  add(name: string, source: { release(): void }): void {
    this.byName.set(name, source);
  }

  /** Ends a source's quarantine, if it is in one. False: no source of that name. */
  release(name: string): boolean {
    const source = this.byName.get(name);
    source?.release();
    return source !== undefined;
  }
}
