import { ERROR_CATALOGUE } from '@app/errors';
import type { LabelRule } from './label-rule.js';
import type { LogSink } from './log-sink.js';
import type { Metrics } from './metrics.js';

/** Fits the time limits: 0.8 s for an authority, 0.6 s for a source, 1 s for a page. */
const CALL_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2];

const BREAKER_STATE = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const;

/** A side that is called, as far as metrics are concerned; breakers and bulkheads of `@app/resilience` fit. */
export interface CallTarget {
  readonly name: string;
  readonly breaker: {
    readonly state: keyof typeof BREAKER_STATE;
    readonly counts: { readonly opened: number; readonly refused: number };
  };
  readonly bulkhead?: { readonly inFlight: number; readonly refused: number };
}

export interface CallMetrics {
  /** `outcome`: `OK` or an error code from the catalogue. */
  callEnded(target: string, outcome: string, seconds: number): void;
}

/**
 * Registers what every caller measures about the sides it calls. `kind` is also the label's name:
 * `authority_call_duration_seconds{authority,outcome}`, `authority_calls_in_flight{authority}`,
 * `authority_calls_refused_total{authority,by}`, `breaker_state{authority}` (0 closed, 1 half-open, 2 open),
 * `breaker_opened_total{authority}`.
 */
export function registerCallMetrics(
  metrics: Metrics,
  kind: 'authority' | 'source',
  names: LabelRule,
  targets: () => Iterable<CallTarget>,
): CallMetrics {
  const target = { [kind]: names };
  const reading = (value: (each: CallTarget) => number) => () =>
    [...targets()].map((each) => ({ labels: { [kind]: each.name }, value: value(each) }));
  const duration = metrics.histogram({
    name: `${kind}_call_duration_seconds`,
    help: `Calls by ${kind} and outcome, from the decision to call until the answer is read.`,
    labels: { ...target, outcome: outcomesOf(kind) },
    buckets: CALL_BUCKETS_SECONDS,
  });
  metrics.gauge({
    name: `${kind}_calls_in_flight`,
    help: `Calls under way, by ${kind}.`,
    labels: target,
    read: reading(({ bulkhead }) => bulkhead?.inFlight ?? 0),
  });
  metrics.counter({
    name: `${kind}_calls_refused_total`,
    help: `Calls that were not made, by ${kind} and by what refused them.`,
    labels: { ...target, by: ['breaker', 'bulkhead'] },
    read: () =>
      [...targets()].flatMap(({ name, breaker, bulkhead }) => [
        { labels: { [kind]: name, by: 'breaker' }, value: breaker.counts.refused },
        { labels: { [kind]: name, by: 'bulkhead' }, value: bulkhead?.refused ?? 0 },
      ]),
  });
  metrics.gauge({
    name: 'breaker_state',
    help: 'Circuit breaker: 0 closed, 1 half-open, 2 open.',
    labels: target,
    read: reading(({ breaker }) => BREAKER_STATE[breaker.state]),
  });
  metrics.counter({
    name: 'breaker_opened_total',
    help: 'Times that a circuit breaker has opened.',
    labels: target,
    read: reading(({ breaker }) => breaker.counts.opened),
  });
  return { callEnded: (name, outcome, seconds) => duration.observe({ [kind]: name, outcome }, seconds) };
}

/** `log_lines_dropped_total`: lines that were lost because nobody read them. */
export function registerLogMetrics(metrics: Metrics, sink: Pick<LogSink, 'dropped'>): void {
  metrics.counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines dropped because their reader was too slow or gone.',
    labels: {},
    read: () => [{ labels: {}, value: sink.dropped }],
  });
}

function outcomesOf(kind: 'authority' | 'source'): string[] {
  const prefix = `${kind.toUpperCase()}_`;
  return [
    'OK',
    'CLIENT_GONE',
    'SUBJECT_MISMATCH',
    'INTERNAL',
    ...Object.keys(ERROR_CATALOGUE).filter((code) => code.startsWith(prefix)),
  ];
}
