/** What a source can be told to do wrong, and which options each fault has. */
export type FaultOption = 'latencyMs' | 'intervalMs' | 'bytes' | 'opensAt' | 'waitMs';

interface FaultDescription {
  readonly says: string;
  readonly options: readonly FaultOption[];
}

export const FAULTS = {
  latency: { says: 'answers right, but late', options: ['latencyMs'] },
  hang: { says: 'takes the request and never answers', options: [] },
  reset: { says: 'resets the connection in the middle of the answer', options: [] },
  refuse: { says: 'drops the connection before any byte of an answer', options: [] },
  'slow-drip': { says: 'answers right, one byte at a time', options: ['intervalMs'] },
  'error-500': { says: 'answers 500 with personal data, SQL and a stack in the body', options: [] },
  'errors-in-200': { says: 'answers 200 with an error in its own form, personal data inside', options: [] },
  'wrong-content-type': { says: 'answers right, but calls it text/html', options: [] },
  'malformed-json': { says: 'answers the first half of the JSON', options: [] },
  'huge-body': { says: 'answers with a body of 30 MB', options: ['bytes'] },
  'closed-window': { says: 'answers that it is closed, and until when', options: ['opensAt'] },
  'other-person': { says: "answers with another person's record, envelope and rows", options: [] },
  swapped: { says: 'gives two requests at the same time each the answer of the other', options: ['waitMs'] },
  'right-echo-wrong-record': { says: "names the asked person, but the rows are another person's", options: [] },
} as const satisfies Record<string, FaultDescription>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

export function optionsOf(kind: FaultKind): readonly FaultOption[] {
  return FAULTS[kind].options;
}

/** A fault with all its options. */
export interface Fault {
  readonly kind: FaultKind;
  /** Part of the requests that meet it, in percent. */
  readonly sharePercent: number;
  /** After so many requests the source is well again; absent: until it is taken off. */
  readonly times?: number;
  readonly latencyMs: number;
  readonly intervalMs: number;
  readonly bytes: number;
  /** How long a request waits for another one to swap with. */
  readonly waitMs: number;
  /** ISO 8601 instant; absent: two hours after the clock's now. */
  readonly opensAt?: string;
}

export const FAULT_DEFAULTS = {
  sharePercent: 100,
  latencyMs: 1_000,
  intervalMs: 1_000,
  bytes: 30_000_000,
  waitMs: 300,
} as const satisfies Partial<Fault>;
