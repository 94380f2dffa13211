import type { AuthorityName } from '@app/domain';
import type { AuthorityObserver } from '@app/federation';
import type { BreakerReason, BreakerState } from '@app/resilience';
import type { Logger } from '@app/telemetry';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';

/** Turns what happens at authorities into metrics, log lines and alarms. None of them holds personal data. */
export class MeasuringObserver implements AuthorityObserver {
  constructor(
    private readonly metrics: GatewayMetrics,
    private readonly logger: Logger,
  ) {}

  callEnded(authority: AuthorityName, outcome: string, durationMs: number): void {
    this.metrics.authorityCall(authority, outcome, durationMs);
  }

  stateChanged(authority: AuthorityName, state: BreakerState, reason: BreakerReason): void {
    this.metrics.breakerState(authority, state);
    this.logger.warn({ authority, state, reason }, 'circuit breaker changed its state');
  }

  mismatchFound(authority: AuthorityName, check: string, transactionId: string): void {
    this.metrics.mismatch(authority, check);
    this.logger.error(
      { alarm: 'AUTHORITY_SUBJECT_MISMATCH', authority, check, transactionId },
      'an authority answered about another person; its answer was dropped and it is in quarantine',
    );
  }
}
