import type { Logger } from '@app/telemetry';

/** The sources that a process asks, by name, for its operators. */
export class Sources {
  private readonly byName = new Map<string, { release(): void }>();

  add(name: string, source: { release(): void }): void {
    this.byName.set(name, source);
  }

  /** Ends a source's quarantine, if it is in one, by an operator's decision. False: no source of that name. */
  release(name: string, logger: Logger): boolean {
    const source = this.byName.get(name);
    if (source === undefined) return false;
    source.release();
    logger.warn({ source: name }, 'source released by an operator');
    return true;
  }
}
