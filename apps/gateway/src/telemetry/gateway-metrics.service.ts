import type { AuthorityName } from '@app/domain';
import type { BreakerState } from '@app/resilience';
import { createMetrics } from '@app/telemetry';

/** Upper bounds in seconds, fine around the time limits of authorities and page. */
const SECONDS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1, 1.2, 2];
const BREAKER_VALUES: Readonly<Record<BreakerState, number>> = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 };
const AUTHORITIES = { upTo: 40 };

/** The gateway's figures. Labels hold names of ours only: entries, operations, authorities, codes, states. */
export class GatewayMetrics {
  private readonly metrics = createMetrics('gateway');

  private readonly requests = this.metrics.histogram({
    name: 'request_duration_seconds',
    help: 'Requests by entry, operation and outcome (OK or an error code).',
    labels: { entry: ['graphql', 'sandbox'], operation: { upTo: 20 }, outcome: { upTo: 30 } },
    buckets: SECONDS,
  });
  private readonly calls = this.metrics.histogram({
    name: 'authority_call_duration_seconds',
    help: 'Calls to authorities by outcome (OK or an error code); refused ones count with the time they took.',
    labels: { authority: AUTHORITIES, outcome: { upTo: 25 } },
    buckets: SECONDS,
  });
  private readonly states = this.metrics.counter({
    name: 'source_states_total',
    help: 'What citizens were told about each authority.',
    labels: {
      authority: AUTHORITIES,
      state: ['FETCHED', 'EMPTY', 'PARTIAL', 'UNAVAILABLE', 'CLOSED', 'NOT_CONNECTED'],
    },
  });
  private readonly breakers = this.metrics.gauge({
    name: 'breaker_state',
    help: 'Circuit breaker of each authority: 0 closed, 1 half open, 2 open.',
    labels: { authority: AUTHORITIES },
  });
  private readonly mismatches = this.metrics.counter({
    name: 'subject_mismatches_total',
    help: 'Answers about another person, by the check that found them. Any is an alarm.',
    labels: { authority: AUTHORITIES, check: ['echo', 'count', 'recordOwner', 'reported'] },
  });

  /** `operation`: name of a registered document, or the entry's name. */
  request(entry: 'graphql' | 'sandbox', operation: string, outcome: string, durationMs: number): void {
    this.requests.observe({ entry, operation, outcome }, durationMs / 1000);
  }

  authorityCall(authority: AuthorityName, outcome: string, durationMs: number): void {
    this.calls.observe({ authority, outcome }, durationMs / 1000);
  }

  sourceState(authority: AuthorityName, state: string): void {
    this.states.increment({ authority, state });
  }

  breakerState(authority: AuthorityName, state: BreakerState): void {
    this.breakers.set({ authority }, BREAKER_VALUES[state]);
  }

  mismatch(authority: AuthorityName, check: string): void {
    this.mismatches.increment({ authority, check });
  }

  /** Reads the number of requests under way at each scrape. */
  observeLoad(inFlight: () => number): void {
    this.metrics.gauge({
      name: 'requests_in_flight',
      help: 'Requests under way.',
      labels: {},
      read: () => [{ labels: {}, value: inFlight() }],
    });
  }

  get contentType(): string {
    return this.metrics.contentType;
  }

  text(): Promise<string> {
    return this.metrics.text();
  }
}
