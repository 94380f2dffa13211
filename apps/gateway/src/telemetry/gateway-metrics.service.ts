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

  private readonly reloads = this.metrics.counter({
    name: 'supergraph_reloads_total',
    help: 'Contracts that were to be taken into force, by what became of it.',
    labels: { outcome: ['ADOPTED', 'REFUSED'] },
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

  reload(outcome: string): void {
    this.reloads.increment({ outcome });
  }

  /** Reads at each scrape what is in force. `id`: SHA-256, hex. */
  observeSupergraph(read: () => { readonly id: string; readonly since: Date; readonly generations: number }): void {
    const gauge = (name: string, help: string, value: () => number) =>
      this.metrics.gauge({ name, help, labels: {}, read: () => [{ labels: {}, value: value() }] });
    gauge('supergraph_id', 'First 48 bits of the SHA-256 of the supergraph in force. Instances must agree.', () =>
      Number.parseInt(read().id.slice(0, 12), 16),
    );
    gauge('supergraph_in_force_since_seconds', 'When it was taken into force, seconds since 1970.', () =>
      Math.floor(read().since.getTime() / 1000),
    );
    gauge(
      'supergraph_generations',
      'Generations in memory: the one in force, and older ones with requests under way.',
      () => read().generations,
    );
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
