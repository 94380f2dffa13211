import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5];

/** What a subgraph counts. Labels are names from the code: never a person, a transaction or a text of others. */
export class SubgraphMetrics {
  private readonly requests: Histogram<'outcome'>;
  private readonly sourceCalls: Histogram<'source' | 'outcome'>;
  private readonly breakers: Gauge<'source'>;
  private readonly mismatches: Counter<'source'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Histogram({
      name: 'subgraph_request_seconds',
      help: 'Requests of the gateway by outcome',
      labelNames: ['outcome'],
      buckets: SECONDS,
      registers,
    });
    this.sourceCalls = new Histogram({
      name: 'subgraph_source_call_seconds',
      help: 'Calls to a source by outcome, refused ones included',
      labelNames: ['source', 'outcome'],
      buckets: SECONDS,
      registers,
    });
    this.breakers = new Gauge({
      name: 'subgraph_source_breaker_open',
      help: '1 while the breaker keeps calls away from the source',
      labelNames: ['source'],
      registers,
    });
    this.mismatches = new Counter({
      name: 'subgraph_subject_mismatches_total',
      help: 'Answers of a source about another person. Any is an alarm',
      labelNames: ['source'],
      registers,
    });
  }

  answered({ outcome, durationMs }: { readonly outcome: string; readonly durationMs: number }): void {
    this.requests.observe({ outcome }, durationMs / 1_000);
  }

  /** Makes the source's series visible before the first call. */
  sourceKnown(source: string): void {
    this.breakers.set({ source }, 0);
    this.mismatches.inc({ source }, 0);
  }

  sourceCalled(source: string, outcome: string, durationMs: number): void {
    this.sourceCalls.observe({ source, outcome }, durationMs / 1_000);
  }

  breakerChanged(source: string, state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'): void {
    this.breakers.set({ source }, state === 'CLOSED' ? 0 : 1);
  }

  subjectMismatched(source: string): void {
    this.mismatches.inc({ source });
  }
}
