import fc from 'fast-check';
import type {
  DeliveredPart,
  DeliveredParts,
  IncrementalExecution,
  PendingPart,
  ResponseData,
  ResponsePath,
} from '../../src/ports/execution.js';

/** An answer in parts, and what it is when it has been put together. */
export interface SplitAnswer {
  readonly execution: IncrementalExecution;
  readonly whole: ResponseData;
}

/** A value of an answer; fields of objects in a group above 0 come later, together. */
type Tree = string | number | boolean | null | readonly Tree[] | Branch;
interface Branch {
  readonly fields: readonly Field[];
}
interface Field {
  readonly key: string;
  readonly value: Tree;
  readonly group: number;
}

const hardText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'Åse Østergård',
    '🏡',
    '---',
    '\r\n-----\r\n',
    '--- \n---',
    'data: {}\n\n',
    '\u2028',
    '"\\',
    '__proto__',
  ),
);
const key = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[_a-zA-Z]\w{0,5}$/) },
  { weight: 1, arbitrary: fc.constant('__proto__') },
);

const { branch } = fc.letrec<{ branch: Branch; tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(hardText, fc.integer(), fc.boolean(), fc.constant(null)),
    tie('branch'),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
  branch: fc
    .uniqueArray(fc.record({ key, value: tie('tree'), group: fc.constantFrom(0, 0, 0, 1, 2) }), {
      maxLength: 5,
      selector: (field) => field.key,
    })
    .map((fields) => ({ fields })),
}));

/** Answers with at least one deferred fragment; parts come in any order that announces them first. */
export const splitAnswers: fc.Arbitrary<SplitAnswer> = fc
  .tuple(branch, fc.infiniteStream(fc.nat(3)), fc.boolean())
  .map(([root, choices, hasLabels]) => split(root, choices, hasLabels))
  .filter((answer) => answer !== undefined);

interface Part {
  readonly pending: PendingPart;
  readonly data: ResponseData;
  readonly inside: readonly Part[];
}

function split(root: Branch, choices: fc.Stream<number>, hasLabels: boolean): SplitAnswer | undefined {
  let parts = 0;
  const choose = (): number => choices.next().value ?? 0;
  const announce = (path: ResponsePath): PendingPart => {
    parts += 1;
    return { id: `${parts}`, path, ...(hasLabels ? { label: `Del ${parts}` } : {}) };
  };
  const first = ownPart(root, [], 0, announce);
  if (first.inside.length === 0) return undefined;
  const whole = wholeOf(root);
  const batches = schedule(first.inside, choose);
  return {
    whole: typeof whole === 'object' && whole !== null ? Object.fromEntries(Object.entries(whole)) : {},
    execution: {
      kind: 'incremental',
      data: first.data,
      errors: [],
      pending: first.inside.map(({ pending }) => pending),
      later: inTurn(batches),
    },
  };
}

async function* inTurn(batches: readonly DeliveredParts[]): AsyncGenerator<DeliveredParts> {
  for (const batch of batches) yield await Promise.resolve(batch);
}

type Announce = (path: ResponsePath) => PendingPart;

/** The fields of one group, with the parts that can only come after them. */
function ownPart({ fields }: Branch, path: ResponsePath, group: number, announce: Announce) {
  const inside: Part[] = [];
  const entries = fields
    .filter((field) => field.group === group)
    .map((field): [string, unknown] => [field.key, now(field.value, [...path, field.key], announce, inside)]);
  if (group === 0)
    for (const later of [1, 2].filter((each) => fields.some((field) => field.group === each))) {
      const pending = announce(path);
      inside.push({ pending, ...ownPart({ fields }, path, later, announce) });
    }
  return { data: objectOf(entries), inside };
}

/** A value as it is in the part that brings it; what comes later is put to `inside`. */
function now(value: Tree, path: ResponsePath, announce: Announce, inside: Part[]): unknown {
  if (Array.isArray(value)) return value.map((item: Tree, index) => now(item, [...path, index], announce, inside));
  if (typeof value !== 'object' || value === null || !('fields' in value)) return value;
  const own = ownPart(value, path, 0, announce);
  inside.push(...own.inside);
  return own.data;
}

function wholeOf(value: Tree): unknown {
  if (Array.isArray(value)) return value.map((item: Tree) => wholeOf(item));
  if (typeof value !== 'object' || value === null || !('fields' in value)) return value;
  return objectOf(value.fields.map((field): [string, unknown] => [field.key, wholeOf(field.value)]));
}

/** `fromEntries` makes a key `__proto__` a key like any other. */
function objectOf(entries: readonly [string, unknown][]): ResponseData {
  return Object.fromEntries(entries);
}

/** Takes what was announced in some order, one or more at a time. */
function schedule(announced: readonly Part[], choose: () => number): DeliveredParts[] {
  const waiting = [...announced];
  const batches: DeliveredPart[][] = [];
  while (waiting.length > 0) {
    const batch: DeliveredPart[] = [];
    const arriving = waiting.splice(choose() % waiting.length, 1 + choose());
    for (const { pending, data, inside } of arriving) {
      batch.push({ part: pending, data, errors: [], pending: inside.map((part) => part.pending) });
      waiting.push(...inside);
    }
    batches.push(batch);
  }
  return batches.map((parts, index) => ({ parts, hasNext: index < batches.length - 1 }));
}
