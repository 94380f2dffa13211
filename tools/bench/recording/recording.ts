import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Section = z.record(z.string(), z.unknown());
const Heading = z.object({ operation: z.string(), today: z.string() });
const Line = z.object({
  /** Number in the synthetic population. */
  index: z.number().int(),
  cpr: Section,
  'udbetaling-danmark': Section,
  skat: Section,
});

/** What each authority answered about one citizen of the synthetic population. */
export type RecordedCitizen = Readonly<z.output<typeof Line>>;
export type BenchAuthority = Exclude<keyof RecordedCitizen, 'index'>;
export const BENCH_AUTHORITIES = ['cpr', 'udbetaling-danmark', 'skat'] as const satisfies readonly BenchAuthority[];

export interface Recording {
  /** Id of the document that was asked. */
  readonly operation: string;
  /** Day on which the authorities answered. */
  readonly today: string;
  readonly citizens: readonly RecordedCitizen[];
}

/** Shape: lines of JSON; the first says of what it is a recording, each other one holds a citizen. */
export function readRecording(file: string): Recording | undefined {
  if (!existsSync(file)) return undefined;
  const [heading = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { ...Heading.parse(JSON.parse(heading)), citizens: lines.map((line) => Line.parse(JSON.parse(line))) };
}

export function writeRecording(file: string, { citizens, ...heading }: Recording): void {
  writeFileSync(file, [heading, ...citizens].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
