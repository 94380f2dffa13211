import { barChart, type Bar } from './bar-chart.js';

const bar = (value: number, changes: Partial<Bar> = {}): Bar => ({
  label: `${value}`,
  value,
  min: value,
  max: value,
  kind: 'other',
  ...changes,
});
const chart = (...bars: Bar[]) => barChart({ title: 'CPU per page', unit: 'ms', digits: 2, bars });
const widthsOf = (svg: string) => [...svg.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));

describe('a bar chart', () => {
  it('has bars as long as their values, from zero', () => {
    const [one, four] = widthsOf(chart(bar(1), bar(4)));
    expect(four! / one!).toBeCloseTo(4, 1);
  });

  it('keeps the range of the rounds inside', () => {
    const svg = chart(bar(1, { min: 0.5, max: 4 }));
    expect(svg).toMatch(/class="range"/);
    expect(Math.max(...[...svg.matchAll(/H([\d.]+)"/g)].map(([, x]) => Number(x)))).toBeLessThan(760);
    expect(chart(bar(1))).not.toContain('class="range"');
  });

  it('says in words what it shows, whatever is in a label', () => {
    const svg = chart(bar(1.234, { label: 'a < b & "c"' }));
    expect(svg).toContain('<desc id="d">a &lt; b &amp; &quot;c&quot;: 1.23 ms</desc>');
    expect(svg).not.toContain('a < b');
  });

  it('draws zeros without a length', () => {
    expect(widthsOf(chart(bar(0)))).toEqual([0]);
  });

  it('changes its colours with the page', () => {
    expect(chart(bar(1))).toContain('prefers-color-scheme: dark');
  });
});
