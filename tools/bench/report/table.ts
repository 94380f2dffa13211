import type { Spread } from '../measure/statistics.js';

/** A Markdown table; the first row is its heading. */
export function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** `1.10 (1.00–1.50)`; the median alone where nothing else was measured. */
export function written({ median, min, max }: Spread, digits: number): string {
  const [middle, least, greatest] = [median, min, max].map((value) => value.toFixed(digits));
  return least === greatest ? middle! : `${middle} (${least}–${greatest})`;
}
