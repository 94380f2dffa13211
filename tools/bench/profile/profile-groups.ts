import { z } from 'zod';

/** As V8 writes it; only what is read here. */
export const CpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).default([]),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
export type CpuProfile = z.output<typeof CpuProfile>;
export type CallFrame = CpuProfile['nodes'][number]['callFrame'];

export interface Share {
  readonly name: string;
  /** Of all time that the main thread was not idle. */
  readonly percent: number;
}

/** The profiler's own start and stop. */
const OF_THE_PROFILER = /\/bench\/profile\//;

/** Where the main thread of a profiled process spent its time; idle time and the profiler's own do not count. */
export class ProfileReader {
  private readonly samples: readonly { readonly stack: readonly CallFrame[]; readonly time: number }[];
  private readonly busy: number;

  constructor(profile: CpuProfile) {
    const stackOf = stacksOf(profile);
    this.samples = profile.samples
      .map((id, index) => ({ stack: stackOf(id), time: profile.timeDeltas[index] ?? 0 }))
      .filter(
        ({ stack }) =>
          stack.length > 0 &&
          stack[0]?.functionName !== '(idle)' &&
          !stack.some(({ url }) => OF_THE_PROFILER.test(url)),
      );
    this.busy = this.samples.reduce((sum, { time }) => sum + time, 0);
  }

  /** Self time by package, library or part of Node, most first. What is built into V8 counts for who called it. */
  groups(): Share[] {
    return this.sharesBy(({ stack }) => [groupOf(ownerIn(stack))]);
  }

  /** Self time by function, most first. */
  functions(): Share[] {
    return this.sharesBy(({ stack }) => [functionOf(ownerIn(stack))]);
  }

  /** Time in a function and all that it called, most first. */
  inclusive(): Share[] {
    return this.sharesBy(({ stack }) => stack.filter(({ url }) => url !== '').map(functionOf));
  }

  private sharesBy(namesOf: (sample: { readonly stack: readonly CallFrame[] }) => readonly string[]): Share[] {
    const times = new Map<string, number>();
    for (const sample of this.samples)
      for (const name of new Set(namesOf(sample))) times.set(name, (times.get(name) ?? 0) + sample.time);
    return [...times]
      .map(([name, time]) => ({ name, percent: (100 * time) / this.busy }))
      .toSorted((a, b) => b.percent - a.percent);
  }
}

/** `readFields (libs/federation/answer-reader.js:93)`. */
export function functionOf({ functionName, url, lineNumber }: CallFrame): string {
  const place = url === '' ? '' : ` (${shortened(url)}:${lineNumber + 1})`;
  return `${functionName === '' ? 'anonymous' : functionName}${place}`;
}

/** What a function belongs to. */
export function groupOf({ functionName, url }: CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'built into V8';
  const [, part] = /^node:(?:internal\/)?_?([a-z]+)/.exec(url) ?? [];
  if (part !== undefined) return `node:${part}`;
  const [, packageName] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (packageName !== undefined) return packageName;
  const [, own] = /\/dist\/((?:apps|libs)\/[^/]+)\//.exec(url) ?? [];
  return own ?? 'other';
}

/** Innermost first; without the root. */
function stacksOf({ nodes }: CpuProfile): (id: number) => readonly CallFrame[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parents = new Map(nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)));
  const known = new Map<number, readonly CallFrame[]>();
  const stackOf = (id: number): readonly CallFrame[] => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const frame = frames.get(id);
    const parent = parents.get(id);
    const outer = parent === undefined ? [] : stackOf(parent);
    const stack = frame === undefined || frame.functionName === '(root)' ? outer : [frame, ...outer];
    known.set(id, stack);
    return stack;
  };
  return stackOf;
}

/** The innermost function that is somebody's; V8's own states, in brackets, stay what they are. */
function ownerIn(stack: readonly CallFrame[]): CallFrame {
  const [innermost] = stack;
  const isState = innermost?.functionName.startsWith('(') === true;
  return (isState ? innermost : stack.find(({ url }) => url !== '')) ?? innermost!;
}

function shortened(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/(?:node_modules|dist)\//, '')
    .replace('/src/', '/');
}
