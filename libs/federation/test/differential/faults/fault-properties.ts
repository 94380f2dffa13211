import { Kind, parse, visit, type DocumentNode, type SelectionSetNode } from 'graphql';
import { nullAbove } from '../comparison/compare.js';
import type { AnswerPath, Operation } from '../subjects/subject.js';
import type { Asked, Fault } from './fault.js';
import type { FaultRun } from './fault-run.js';

/** What is wrong with an answer that was given while a subgraph failed, in one line each. */
export function faultViolations(
  operation: Operation,
  fault: Fault,
  healthy: FaultRun,
  faulty: FaultRun,
): readonly string[] {
  const found = [...faulty.answer.violations];
  const missing: AnswerPath[] = [];
  findMissing(healthy.answer.data, faulty.answer.data, [], { faulty, missing, found });
  found.push(...unexplained(missing, fault, faulty), ...misplaced(healthy, faulty));
  found.push(...missingWithoutCause(operation, missing, { fault, healthy, faulty }));
  return found;
}

interface Finding {
  readonly faulty: FaultRun;
  readonly missing: AnswerPath[];
  readonly found: string[];
}

/** What arrives is a part of the full answer: null where something is missing, lists as long as they were. */
function findMissing(full: unknown, got: unknown, path: AnswerPath, finding: Finding): void {
  if (got === null) {
    if (full !== null) finding.missing.push(path);
  } else if (Array.isArray(full) && Array.isArray(got)) {
    if (full.length !== got.length) finding.found.push(`${path.join('.')} has ${got.length} of ${full.length} items`);
    for (const [index, item] of got.entries()) findMissing(full[index], item, [...path, index], finding);
  } else if (isObject(full) && isObject(got)) {
    for (const key of Object.keys(full)) {
      if (key in got) findMissing(full[key], got[key], [...path, key], finding);
      else if (finding.faulty.answer.failedParts.some((part) => part.join() === path.join()))
        finding.missing.push([...path, key]);
      else finding.found.push(`${[...path, key].join('.')} is not there at all`);
    }
    for (const key of Object.keys(got)) if (!(key in full)) finding.found.push(`${key} was never asked for`);
  } else if (full !== got) finding.found.push(`${path.join('.')} is ${String(got)}, not ${String(full)}`);
}

/** Each null that is not in the full answer has an error at its place or below it. */
function unexplained(missing: readonly AnswerPath[], { kind }: Fault, { answer }: FaultRun): string[] {
  // Null is a proper answer to a reference: fields that may be null are null without an error.
  if (kind === 'knows an entity no more') return [];
  const parts = answer.failedParts;
  return missing
    .filter((path) => !answer.errors.some((error) => error.path !== undefined && startsWith(error.path, path)))
    .filter((path) => !parts.some((part) => startsWith(path, part)))
    .map((path) => `${path.join('.')} is missing without an error`);
}

/** Each error has its null, and none is about something that is there. */
function misplaced(healthy: FaultRun, faulty: FaultRun): string[] {
  const parts = faulty.answer.failedParts;
  return faulty.answer.errors.flatMap(({ path, message = '' }) => {
    if (path === undefined) return [`an error without a path: ${message}`];
    if (nullAbove(faulty.answer.data, path) !== undefined) return [];
    if (parts.some((part) => startsWith(path, part))) return [];
    const isOfHealthy = healthy.answer.errors.some((error) => error.path?.join() === path.join());
    return isOfHealthy ? [] : [`an error at ${path.join('.')}, where nothing is missing`];
  });
}

/**
 * Nothing is missing but what was asked of the subgraph in the calls that failed, or in calls that need what those would have
 * told and so were not made, or were made differently. Fields are known by their names here.
 */
function missingWithoutCause(operation: Operation, missing: readonly AnswerPath[], runs: Runs): string[] {
  const lost = new Set(lostCalls(runs).flatMap(({ query }) => namesIn(query)));
  const names = namesByPath(parse(operation.document));
  return missing
    .filter((path) => {
      const place = path.filter((key) => typeof key === 'string').join('.');
      const below = [...names].filter(([other]) => other === place || other.startsWith(`${place}.`) || place === '');
      return !below.some(([, fields]) => [...fields].some((field) => lost.has(field)));
    })
    .map((path) => `${path.join('.')} is missing although nothing that was lost tells it`);
}

interface Runs {
  readonly fault: Fault;
  readonly healthy: FaultRun;
  readonly faulty: FaultRun;
}

function lostCalls({ fault, healthy, faulty }: Runs): readonly Asked[] {
  const keyOf = ({ service, query, reference }: Asked) => `${service} ${query} ${reference}`;
  const answered = new Set(faulty.asked.filter(({ isSpoilt }) => !isSpoilt).map(keyOf));
  const lost = healthy.asked.filter((asked) => !answered.has(keyOf(asked)));
  if (fault.kind === 'throws' || fault.kind === 'hangs') return lost;
  // One thing of many is lost: the next steps may still ask the same for another place where it stands.
  const first = faulty.asked.find(({ isSpoilt }) => isSpoilt);
  const from = healthy.asked.findIndex(({ service, query }) => service === first?.service && query === first.query);
  return [...lost, ...healthy.asked.slice(Math.max(0, from))];
}

function namesIn(query: string): string[] {
  const names: string[] = [];
  visit(parse(query), { [Kind.FIELD]: ({ name }) => void names.push(name.value) });
  return names;
}

/** Names of the fields that stand at each place of the answer, indexes left out. */
function namesByPath(document: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const names = new Map<string, Set<string>>();
  const enter = ({ selections }: SelectionSetNode, at: string): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) enter(node.selectionSet, at);
      else if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined) enter(fragment.selectionSet, at);
      } else {
        const key = node.alias?.value ?? node.name.value;
        const place = at === '' ? key : `${at}.${key}`;
        names.set(place, (names.get(place) ?? new Set()).add(node.name.value));
        if (node.selectionSet !== undefined) enter(node.selectionSet, place);
      }
    }
  };
  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) enter(node.selectionSet, '');
  return names;
}

const startsWith = (path: AnswerPath, start: AnswerPath) => start.every((key, index) => path[index] === key);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
