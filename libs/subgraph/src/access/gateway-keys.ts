import type { OnModuleDestroy } from '@nestjs/common';
import { RemoteKeySet, type KeyRefresh } from '@app/identity';
import { systemTimers, type CancelTimer, type Timers } from '@app/resilience';
import type { Logger } from '@app/telemetry';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 500;
/** A gateway that is merely not up yet is no reason to warn; the apps start in any order. */
const PATIENCE_MS = 30_000;
const WARNINGS_MS = 60_000;

/**
 * The gateway's public keys, fetched in the background from the start on and again until they are there, so that the
 * first citizen does not wait for them.
 */
export class GatewayKeys implements OnModuleDestroy {
  readonly keys: RemoteKeySet;
  private isFetched = false;
  private isStopped = false;
  private pauseMs = FIRST_PAUSE_MS;
  private failingSinceMs: number | undefined;
  private warnsAtMs = 0;
  private cancelRetry: CancelTimer = () => undefined;

  constructor(
    jwksUrl: string,
    private readonly logger: Logger,
    private readonly timers: Timers = systemTimers,
  ) {
    this.keys = new RemoteKeySet({ jwksUrl }, { onRefresh: (outcome) => this.note(outcome) });
    void this.keys.refresh();
  }

  /** Whether there has been a set of keys. */
  get areKnown(): boolean {
    return this.isFetched;
  }

  onModuleDestroy(): void {
    this.isStopped = true;
    this.cancelRetry();
  }

  private note(outcome: KeyRefresh): void {
    if (outcome.ok) this.noteSuccess();
    else this.noteFailure(outcome.reason);
  }

  private noteSuccess(): void {
    if (this.failingSinceMs !== undefined) this.logger.info('keys of the gateway fetched');
    this.isFetched = true;
    this.failingSinceMs = undefined;
    this.cancelRetry();
  }

  private noteFailure(reason: string): void {
    const nowMs = this.timers.now();
    if (this.failingSinceMs === undefined) {
      this.failingSinceMs = nowMs;
      this.warnsAtMs = nowMs + PATIENCE_MS;
      this.logger.info({ reason }, 'keys of the gateway not fetched yet');
    } else if (nowMs >= this.warnsAtMs) {
      this.warnsAtMs = nowMs + WARNINGS_MS;
      this.logger.warn({ reason, forMs: Math.round(nowMs - this.failingSinceMs) }, 'keys of the gateway not fetched');
    }
    // Once there were keys, they are refreshed as tokens are verified.
    if (!this.isFetched && !this.isStopped) this.retryLater();
  }

  private retryLater(): void {
    this.cancelRetry();
    this.cancelRetry = this.timers.after(this.pauseMs, () => void this.keys.refresh());
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }
}
