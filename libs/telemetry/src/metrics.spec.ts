import fc from 'fast-check';
import { Metrics, createMetrics } from './metrics.js';

const AUTHORITIES = ['cpr', 'skat', 'udbetaling-danmark'];

const seriesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(`${name}{`));

describe('metrics', () => {
  it('tell the app and what it counts', async () => {
    const metrics = new Metrics('gateway');
    const calls = metrics.counter({ name: 'calls_total', help: 'Calls.', labels: { authority: AUTHORITIES } });
    calls.increment({ authority: 'skat' });
    calls.increment({ authority: 'skat' }, 2);
    expect(await seriesOf(metrics, 'calls_total')).toEqual(['calls_total{authority="skat",app="gateway"} 3']);
  });

  it('read at each scrape what lives elsewhere, and forget what is gone', async () => {
    const metrics = new Metrics('gateway');
    let open = ['cpr', 'skat'];
    const read = () => open.map((authority) => ({ labels: { authority }, value: 2 }));
    metrics.gauge({ name: 'state', help: 'State.', labels: { authority: AUTHORITIES }, read });
    metrics.counter({ name: 'opened_total', help: 'Opened.', labels: { authority: AUTHORITIES }, read });
    expect((await seriesOf(metrics, 'state')).length + (await seriesOf(metrics, 'opened_total')).length).toBe(4);
    open = ['cpr'];
    expect(await seriesOf(metrics, 'state')).toEqual(['state{authority="cpr",app="gateway"} 2']);
    expect(await seriesOf(metrics, 'opened_total')).toEqual(['opened_total{authority="cpr",app="gateway"} 2']);
  });

  it('count values that a label does not know as other, and say how many', async () => {
    const metrics = new Metrics('gateway');
    const calls = metrics.counter({ name: 'calls_total', help: 'Calls.', labels: { authority: AUTHORITIES } });
    calls.increment({ authority: '6101701234' });
    calls.increment({ authority: 'https://skat.example/?x=1' });
    expect(await seriesOf(metrics, 'calls_total')).toEqual(['calls_total{authority="other",app="gateway"} 2']);
    expect(await seriesOf(metrics, 'metric_labels_refused_total')).toEqual([
      'metric_labels_refused_total{metric="calls_total",app="gateway"} 2',
    ]);
  });

  it('never grow beyond what their labels allow, nor hold what looks personal, whatever they are given', async () => {
    const anyValue = fc.oneof(
      fc.string(),
      fc.uuid(),
      fc.stringMatching(/^\d{6}-?\d{4}$/),
      fc.stringMatching(/^[a-z]{1,12}$/),
      fc.constantFrom('__proto__', 'constructor', 'toString', '', 'other'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyValue, anyValue), { maxLength: 200 }), async (values) => {
        const metrics = new Metrics('gateway');
        const calls = metrics.counter({
          name: 'calls_total',
          help: 'Calls.',
          labels: { authority: AUTHORITIES, operation: { upTo: 5 } },
        });
        for (const [authority, operation] of values) calls.increment({ authority, operation });
        const series = await seriesOf(metrics, 'calls_total');
        expect(series.length).toBeLessThanOrEqual(4 * 6);
        const held = series.flatMap((line) => [...line.matchAll(/="([^"]*)"/g)].map(([, value]) => value!));
        expect(held.filter((value) => !/^[A-Za-z0-9][\w.-]*$/.test(value) || /\d{5}/.test(value))).toEqual([]);
        expect(series.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(values.length);
      }),
      { numRuns: 50 },
    );
  });

  it('take names as they come, up to the number agreed, and keep those', async () => {
    const metrics = new Metrics('gateway');
    const calls = metrics.counter({ name: 'calls_total', help: 'Calls.', labels: { operation: { upTo: 2 } } });
    for (const operation of ['overview', 'benefits', 'tax', 'debts', 'overview']) calls.increment({ operation });
    expect(await seriesOf(metrics, 'calls_total')).toEqual([
      'calls_total{operation="overview",app="gateway"} 2',
      'calls_total{operation="benefits",app="gateway"} 1',
      'calls_total{operation="other",app="gateway"} 2',
    ]);
  });

  it.each([
    ['a label that tells people apart', { citizenId: ['a'] }],
    ['a label for addresses of pages', { url: { upTo: 5 } }],
    ['a value that looks personal', { authority: ['010170-1234'] }],
    ['a value that is not a plain name', { authority: ['a b'] }],
    ['a label without values', { authority: [] }],
    ['a label with too many values', { authority: { upTo: 65 } }],
    ['labels that make too many series', { a: { upTo: 50 }, b: { upTo: 50 } }],
  ])('refuse %s', (_, labels) => {
    expect(() => new Metrics('gateway').counter({ name: 'calls_total', help: 'Calls.', labels })).toThrow(RangeError);
  });

  it('hold those of the process', async () => {
    const text = await createMetrics('gateway').text();
    expect(text).toMatch(/^process_resident_memory_bytes\{app="gateway"\} \d+/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{/m);
  });

  it('tell how many lines the log has lost', async () => {
    expect(await createMetrics('gateway', { dropped: 7 }).text()).toContain('log_lines_dropped_total{app="gateway"} 7');
    expect(await createMetrics('gateway').text()).toContain('log_lines_dropped_total{app="gateway"} 0');
  });
});
