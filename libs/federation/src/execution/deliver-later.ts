import type {
  DeliveredPart,
  DeliveredParts,
  ExecutionError,
  IncrementalExecution,
  PendingPart,
  ResponseData,
  ResponsePath,
} from '../ports/execution.js';
import type { JsonObject } from '../program/json-object.js';
import { Findings, type DeferredPlace } from '../program/projection.js';
import type { Program } from '../program/program.js';
import { isAbout } from './is-about.js';
import type { Run } from './run.js';
import { unexplained } from './unexplained-faults.js';

/** A deferred fragment at its place, waiting for its data. */
interface WaitingPart {
  readonly part: PendingPart;
  readonly place: DeferredPlace;
}

/** Hands out deferred fragments, each as soon as everything that it asks for has been fetched or has failed. */
export function deliverLater(
  program: Program,
  run: Run,
  first: Findings,
  delivered: Pick<IncrementalExecution, 'data' | 'errors'>,
): Pick<IncrementalExecution, 'pending' | 'later'> {
  const delivery = new Delivery(program, run);
  delivery.remember(delivered.data, delivered.errors, []);
  const pending = delivery.announce(first, []);
  return { pending, later: delivery.parts() };
}

class Delivery {
  private waiting: WaitingPart[] = [];
  private announced = 0;
  private readonly nulls: ResponsePath[] = [];
  /** Parts with late fields, whose other fetches are over: their turn comes when everything else has settled. */
  private readonly lateDone = new Set<string>();

  constructor(
    private readonly program: Program,
    private readonly run: Run,
  ) {}

  /** Takes up what a part found: fragments that are deferred inside it, and places that are null from now on. */
  announce({ places, nulls }: Findings, base: ResponsePath): PendingPart[] {
    this.nulls.push(...nulls.map((path) => [...base, ...path]));
    return places.flatMap((place) => {
      const path = [...base, ...place.path];
      // Another part may select the same object, and have made it null.
      if (this.nulls.some((above) => above.every((segment, index) => path[index] === segment))) return [];
      const label = this.program.labels.get(place.fragment.label);
      const part = { id: String(this.announced++), path, ...(label === undefined ? {} : { label }) };
      this.waiting.push({ part, place });
      return [part];
    });
  }

  async *parts(): AsyncGenerator<DeliveredParts, void, void> {
    while (this.waiting.length > 0) {
      const change = this.run.nextChange();
      const ready = await this.takeReady();
      if (ready.length === 0) {
        await change;
        continue;
      }
      const parts = ready.map((waiting) => this.deliver(waiting));
      yield { parts, hasNext: this.waiting.length > 0 };
    }
  }

  private async takeReady(): Promise<WaitingPart[]> {
    const ready = this.waiting.filter(({ place }) => this.isReady(place.fragment.label));
    this.waiting = this.waiting.filter((part) => !ready.includes(part));
    if (ready.length > 0) return ready;
    // Nothing is left but parts that wait for everything else, and now everything else is there.
    if (!this.run.isIdle) return [];
    for (const label of new Set(this.waiting.map(({ place }) => place.fragment.label))) {
      for (const task of this.program.late.get(label) ?? []) await this.run.runLate(label, () => task(this.run));
      this.lateDone.add(label);
    }
    return this.waiting.splice(0);
  }

  private isReady(label: string): boolean {
    return this.run.isSettled(label) && (!this.program.late.has(label) || this.lateDone.has(label));
  }

  private deliver({ part, place }: WaitingPart): DeliveredPart {
    const cause = this.run.failureOf(place.fragment.label);
    if (cause !== undefined)
      return { part, data: null, errors: [{ code: 'INTERNAL', path: part.path, cause }], pending: [] };
    const findings = new Findings(this.run.variables);
    const projected = place.fragment.selection.project(place.source, findings) ?? null;
    if (projected === null) findings.nullRests(0);
    const data = this.withEarlierNulls(projected, part.path);
    for (const fault of findings.faults) fault.path.unshift(...part.path);
    const { label } = place.fragment;
    const reported = this.run.takeErrors(label, (error) => isAbout(data, error, part.path));
    const faults = findings.faults.filter((fault) => isAbout(data, fault, part.path));
    const errors = [...reported, ...unexplained(faults, reported)];
    this.remember(data, errors, part.path);
    return { part, data, errors, pending: this.announce(findings, part.path) };
  }

  /** Keeps in mind what a part has told to be missing: another part may have fetched it all the same. */
  remember(data: ResponseData | null, errors: readonly ExecutionError[], base: ResponsePath): void {
    for (const { path } of errors) {
      const place = path === undefined ? undefined : nullAt(data, path, base.length);
      if (place !== undefined) this.nulls.push(place);
    }
  }

  /** What is null in one part of the answer is null in all: nobody is shown half an object. */
  private withEarlierNulls(data: JsonObject | null, base: ResponsePath): JsonObject | null {
    for (const path of this.nulls) {
      const isInside = path.length > base.length && base.every((segment, index) => path[index] === segment);
      if (isInside) setNull(data, path.slice(base.length));
    }
    return data;
  }
}

/** Path of the null at a path or above it. */
function nullAt(data: ResponseData | null, path: ResponsePath, base: number): ResponsePath | undefined {
  let value: unknown = data;
  for (let depth = base; depth <= path.length; depth += 1) {
    if (value === null) return path.slice(0, depth);
    const segment = path[depth];
    if (segment === undefined || typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
    value = Reflect.get(value, segment);
  }
  return undefined;
}

function setNull(data: JsonObject | null, path: ResponsePath): void {
  let parent: unknown = data;
  for (const segment of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, segment)) return;
    parent = Reflect.get(parent, segment);
  }
  const last = path.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined && Object.hasOwn(parent, last))
    Reflect.set(parent, last, null);
}
