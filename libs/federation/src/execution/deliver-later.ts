import type {
  DeliveredPart,
  DeliveredParts,
  ExecutionError,
  IncrementalExecution,
  PendingPart,
} from '../ports/execution.js';
import { Findings, type DeferredPlace } from '../program/projection.js';
import type { Program } from '../program/program.js';
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
  places: readonly DeferredPlace[],
): Pick<IncrementalExecution, 'pending' | 'later'> {
  const delivery = new Delivery(program, run);
  const pending = delivery.announce(places, []);
  return { pending, later: delivery.parts() };
}

class Delivery {
  private waiting: WaitingPart[] = [];
  private announced = 0;
  /** Parts with late fields, whose other fetches are over: their turn comes when everything else has settled. */
  private readonly lateDone = new Set<string>();

  constructor(
    private readonly program: Program,
    private readonly run: Run,
  ) {}

  announce(places: readonly DeferredPlace[], above: readonly (string | number)[]): PendingPart[] {
    return places.map((place) => {
      const label = this.program.labels.get(place.fragment.label);
      const part = {
        id: String(this.announced++),
        path: [...above, ...place.path],
        ...(label === undefined ? {} : { label }),
      };
      this.waiting.push({ part, place });
      return part;
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
      for (const task of this.program.late.get(label) ?? []) await task(this.run);
      this.lateDone.add(label);
    }
    return this.waiting.splice(0);
  }

  private isReady(label: string): boolean {
    return this.run.isSettled(label) && (!this.program.late.has(label) || this.lateDone.has(label));
  }

  private deliver({ part, place }: WaitingPart): DeliveredPart {
    const findings = new Findings(this.run.variables);
    const data = place.fragment.selection.project(place.source, findings) ?? null;
    if (data === null) findings.forgetPlaces(0);
    for (const fault of findings.faults) fault.path.unshift(...part.path);
    const reported = this.takeErrors(part, place.fragment.label);
    const errors = [...reported, ...unexplained(findings.faults, reported)];
    return { part, data, errors, pending: this.announce(findings.places, part.path) };
  }

  /** A fragment below a list is delivered once for each item; each takes its own errors, the last what is left. */
  private takeErrors(part: PendingPart, label: string): ExecutionError[] {
    const all = this.run.takeErrors(label);
    const isLast = !this.waiting.some(({ place }) => place.fragment.label === label);
    if (isLast) return all;
    const own = all.filter(({ path = [] }) => part.path.every((segment, index) => path[index] === segment));
    for (const error of all) if (!own.includes(error)) this.run.report(label, error);
    return own;
  }
}
