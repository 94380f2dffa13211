import type { Counter, Gauge, Histogram, Metrics } from '@app/telemetry';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5];
const SOURCES = { upTo: 8 } as const;

/** What came of a call to a source. */
export const SOURCE_OUTCOMES = [
  'ANSWERED',
  'CLOSED',
  'TIMEOUT',
  'CONNECTION',
  'STATUS',
  'INVALID',
  'TOO_LARGE',
  'SKIPPED',
  'BUSY',
  'GONE',
] as const;
export type SourceOutcome = (typeof SOURCE_OUTCOMES)[number];

type BySource = { readonly source: typeof SOURCES };

/** What a subgraph counts. */
export class SubgraphMetrics {
  private readonly requests: Histogram<{ readonly outcome: { readonly upTo: 40 } }>;
  private readonly sourceCalls: Histogram<BySource & { readonly outcome: readonly string[] }>;
  private readonly breakers: Gauge<BySource>;
  private readonly mismatches: Counter<BySource>;

  constructor(metrics: Metrics) {
    this.requests = metrics.histogram({
      name: 'subgraph_request_seconds',
      help: 'Requests of the gateway by outcome: ANSWERED, PARTIAL, or the code of the refusal',
      labels: { outcome: { upTo: 40 } },
      buckets: SECONDS,
    });
    this.sourceCalls = metrics.histogram({
      name: 'subgraph_source_call_seconds',
      help: 'Calls to a source by outcome, refused ones included',
      labels: { source: SOURCES, outcome: SOURCE_OUTCOMES },
      buckets: SECONDS,
    });
    this.breakers = metrics.gauge({
      name: 'subgraph_source_breaker_open',
      help: '1 while the breaker keeps calls away from the source',
      labels: { source: SOURCES },
    });
    this.mismatches = metrics.counter({
      name: 'subgraph_subject_mismatches_total',
      help: 'Answers of a source about another person. Any is an alarm',
      labels: { source: SOURCES },
    });
  }

  answered({ outcome, durationMs }: { readonly outcome: string; readonly durationMs: number }): void {
    this.requests.observe({ outcome }, durationMs / 1_000);
  }

  /** Makes the source's series visible before the first call. */
  sourceKnown(source: string): void {
    this.breakers.set({ source }, 0);
    this.mismatches.increment({ source }, 0);
  }

  sourceCalled(source: string, outcome: SourceOutcome, durationMs: number): void {
    this.sourceCalls.observe({ source, outcome }, durationMs / 1_000);
  }

  breakerChanged(source: string, state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'): void {
    this.breakers.set({ source }, state === 'CLOSED' ? 0 : 1);
  }

  subjectMismatched(source: string): void {
    this.mismatches.increment({ source });
  }
}
