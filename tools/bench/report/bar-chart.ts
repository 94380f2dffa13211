export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Least and greatest of the rounds. */
  readonly min: number;
  readonly max: number;
  /** `ours` stands out, `limit` steps back. */
  readonly kind: 'ours' | 'other' | 'limit';
}

export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABEL_WIDTH = 290;
const VALUE_WIDTH = 80;
const ROW = 26;
const TOP = 46;
const BAR_HEIGHT = 15;

/** Colours have a contrast of 3 : 1 and more to a white and to a black page; kinds are told by the label as well. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 15px }
  .ours { fill: #0969da } .other { fill: #8c7a5b } .limit { fill: #7d8590 }
  .range { stroke: #1f2328; stroke-width: 1.5; fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .ours { fill: #4493f8 } .other { fill: #b39b6d } .limit { fill: #9198a1 }
    .range { stroke: #e6edf3 }
  }`;

/** Horizontal bars from zero, with the range of the rounds as a line on each. SVG that is legible on light and on dark. */
export function barChart({ title, unit, digits, bars }: BarChart): string {
  const most = Math.max(...bars.map(({ max }) => max));
  const scale = most > 0 ? (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / most : 0;
  const x = (value: number) => (LABEL_WIDTH + value * scale).toFixed(1);
  const height = TOP + bars.length * ROW + 10;
  const rows = bars.map(({ label, value, min, max, kind }, index) => {
    const y = TOP + index * ROW;
    const middle = y + BAR_HEIGHT / 2;
    const range = max > min ? `<path class="range" d="M${x(min)} ${middle}H${x(max)}"/>` : '';
    return `<text x="${LABEL_WIDTH - 10}" y="${y + 12}" text-anchor="end">${escaped(label)}</text><rect class="${kind}" x="${LABEL_WIDTH}" y="${y}" width="${(value * scale).toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>${range}<text x="${Number(x(max)) + 8}" y="${y + 12}">${value.toFixed(digits)}</text>`;
  });
  const description = bars.map(({ label, value }) => `${label}: ${value.toFixed(digits)} ${unit}`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}, ${escaped(unit)}</title><desc id="d">${escaped(description)}</desc>
<style>${STYLE}
</style>
<text class="title" x="10" y="24">${escaped(title)}, ${escaped(unit)}</text>
${rows.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
