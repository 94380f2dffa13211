import {
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
  collectDefaultMetrics,
} from 'prom-client';
import { stdoutSink, type LogSink } from './log-sink.js';
import { LabelGuard, OTHER, type LabelRule } from './label-rule.js';

export type LabelRules = Readonly<Record<string, LabelRule>>;
export type LabelsOf<Rules extends LabelRules> = { readonly [Label in keyof Rules]: string };

export interface MetricOptions<Rules extends LabelRules> {
  /** Prometheus style with its unit: `authority_call_duration_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels: Rules;
}

export interface HistogramOptions<Rules extends LabelRules> extends MetricOptions<Rules> {
  /** Upper bounds, in the unit of the name. */
  readonly buckets: readonly number[];
}

/** Asked at each scrape, for values that live elsewhere. */
export interface ReadOptions<Rules extends LabelRules> extends MetricOptions<Rules> {
  readonly read?: () => Iterable<{ readonly labels: LabelsOf<Rules>; readonly value: number }>;
}

export interface Counter<Rules extends LabelRules> {
  increment(labels: LabelsOf<Rules>, by?: number): void;
}

export interface Gauge<Rules extends LabelRules> {
  set(labels: LabelsOf<Rules>, value: number): void;
}

export interface Histogram<Rules extends LabelRules> {
  observe(labels: LabelsOf<Rules>, value: number): void;
}

/** More series than this in one metric is a mistake in its labels. */
const MOST_SERIES = 2_000;

/** An app's metrics. Labels take known names only; any other value is counted as `other` and as a refusal. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #refused: PromCounter<'metric'>;

  constructor(app: string) {
    this.#registry.setDefaultLabels({ app });
    this.#refused = new PromCounter({
      name: 'metric_labels_refused_total',
      help: 'Values that a label did not take, by metric. They were counted as "other".',
      labelNames: ['metric'],
      registers: [this.#registry],
    });
  }

  /** Adds what Node tells about the process: memory, CPU, event loop, garbage collection. */
  addProcessMetrics(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  counter<Rules extends LabelRules>(options: ReadOptions<Rules>): Counter<Rules> {
    const { check, ...settings } = this.#settings(options);
    const counter: PromCounter = new PromCounter({
      ...settings,
      ...onScrape(
        options,
        () => counter.reset(),
        (labels, value) => counter.inc(check(labels), value),
      ),
    });
    return { increment: (labels, by = 1) => counter.inc(check(labels), by) };
  }

  gauge<Rules extends LabelRules>(options: ReadOptions<Rules>): Gauge<Rules> {
    const { check, ...settings } = this.#settings(options);
    const gauge: PromGauge = new PromGauge({
      ...settings,
      ...onScrape(
        options,
        () => gauge.reset(),
        (labels, value) => gauge.set(check(labels), value),
      ),
    });
    return { set: (labels, value) => gauge.set(check(labels), value) };
  }

  histogram<Rules extends LabelRules>(options: HistogramOptions<Rules>): Histogram<Rules> {
    const { check, ...settings } = this.#settings(options);
    const histogram = new PromHistogram({ ...settings, buckets: [...options.buckets] });
    return { observe: (labels, value) => histogram.observe(check(labels), value) };
  }

  /** The text that Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #settings<Rules extends LabelRules>({ name, help, labels }: MetricOptions<Rules>) {
    const guards = Object.entries(labels).map(([label, rule]) => [label, new LabelGuard(label, rule)] as const);
    const series = guards.reduce((product, [, guard]) => product * guard.size, 1);
    if (series > MOST_SERIES) throw new RangeError(`the metric "${name}" could grow to ${series} series`);
    const check = (values: LabelsOf<Rules>): Record<string, string> => {
      const checked: Record<string, string> = {};
      for (const [label, guard] of guards) checked[label] = guard.check(values[label] ?? '') ?? this.#refuse(name);
      return checked;
    };
    return { name, help, labelNames: guards.map(([label]) => label), registers: [this.#registry], check };
  }

  #refuse(metric: string): string {
    this.#refused.inc({ metric });
    return OTHER;
  }
}

function onScrape<Rules extends LabelRules>(
  { read }: ReadOptions<Rules>,
  forget: () => void,
  take: (labels: LabelsOf<Rules>, value: number) => void,
): { collect?: () => void } {
  if (read === undefined) return {};
  return {
    collect: () => {
      forget();
      for (const { labels, value } of read()) take(labels, value);
    },
  };
}

/** Metrics of an app, with those of its process and of its log: `log_lines_dropped_total`. */
export function createMetrics(app: string, log: Pick<LogSink, 'dropped'> = stdoutSink()): Metrics {
  const metrics = new Metrics(app);
  metrics.addProcessMetrics();
  metrics.counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines dropped because their reader was too slow or gone.',
    labels: {},
    read: () => [{ labels: {}, value: log.dropped }],
  });
  return metrics;
}
