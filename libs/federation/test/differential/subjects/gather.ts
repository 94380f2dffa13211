import type { DeliveredPart, Execution, ExecutionError, PendingPart } from '../../../src/ports/execution.js';
import type { Answer, AnswerPath } from './subject.js';

export interface GatheredAnswer extends Answer {
  /** Where parts failed as a whole. */
  readonly failedParts: readonly AnswerPath[];
  /** What was wrong with the way the parts came. */
  readonly violations: readonly string[];
  readonly partCount: number;
}

/** Puts the parts of an execution together as a client does, and looks whether they came as they must. */
export async function gather(execution: Execution): Promise<GatheredAnswer> {
  if (execution.kind === 'complete') {
    const { data, errors } = asJson({ data: execution.data ?? null, errors: execution.errors.map(readError) });
    return { data, errors, failedParts: [], violations: [], partCount: 0 };
  }
  const gathering = new Gathering(asJson(execution.data), execution.errors, execution.pending);
  let hasNext = true;
  for await (const batch of execution.later) {
    if (!hasNext) gathering.complain('a batch after the last');
    if (batch.parts.length === 0 && batch.hasNext) gathering.complain('an empty batch');
    hasNext = batch.hasNext;
    for (const part of batch.parts) gathering.add(part);
  }
  if (hasNext) gathering.complain('the last batch did not say so');
  return gathering.end();
}

class Gathering {
  readonly #violations: string[] = [];
  readonly #failedParts: AnswerPath[] = [];
  readonly #errors: ReturnType<typeof readError>[];
  readonly #open = new Map<string, PendingPart>();
  readonly #ids = new Set<string>();
  #parts = 0;

  constructor(
    private readonly data: unknown,
    errors: readonly ExecutionError[],
    pending: readonly PendingPart[],
  ) {
    this.#errors = errors.map(readError);
    if (pending.length === 0) this.complain('nothing to wait for');
    this.#announce(pending);
  }

  complain(violation: string): void {
    this.#violations.push(violation);
  }

  add({ part, data, errors, pending }: DeliveredPart): void {
    this.#parts += 1;
    if (!this.#open.delete(part.id)) this.complain(`part ${part.id} was not announced, or comes again`);
    this.#errors.push(...errors.map(readError));
    if (data === null) {
      this.#failedParts.push(part.path);
      if (!errors.some(({ path }) => path !== undefined && isBelow(path, part.path)))
        this.complain(`part at ${part.path.join('.')} failed without an error in it`);
    } else {
      const place = valueAt(this.data, part.path);
      if (!isObject(place)) this.complain(`part at ${part.path.join('.')}, where there is no object`);
      else this.#merge(place, asJson(data), part.path);
    }
    this.#announce(pending);
  }

  end(): GatheredAnswer {
    for (const { path } of this.#open.values()) this.complain(`part at ${path.join('.')} never came`);
    return {
      data: this.data,
      errors: asJson(this.#errors),
      failedParts: this.#failedParts,
      violations: this.#violations,
      partCount: this.#parts,
    };
  }

  #announce(pending: readonly PendingPart[]): void {
    for (const part of pending) {
      if (this.#ids.has(part.id)) this.complain(`the id ${part.id} is used twice`);
      this.#ids.add(part.id);
      this.#open.set(part.id, part);
      if (!isObject(valueAt(this.data, part.path)))
        this.complain(`part announced at ${part.path.join('.')}, where there is no object`);
    }
  }

  #merge(into: Record<string, unknown>, more: unknown, path: AnswerPath): void {
    if (!isObject(more)) throw new TypeError('a part without fields');
    for (const [key, value] of Object.entries(more)) {
      const known = into[key];
      // A null that rose in a later part takes back what an earlier one showed.
      if (known === undefined || value === null) into[key] = value;
      else this.#mergeValue(known, value, [...path, key]);
    }
  }

  #mergeValue(known: unknown, value: unknown, path: AnswerPath): void {
    if (Array.isArray(known) && Array.isArray(value) && known.length === value.length)
      for (const [index, item] of value.entries())
        if (item === null) known[index] = null;
        else this.#mergeValue(known[index], item, [...path, index]);
    else if (isObject(known) && isObject(value)) this.#merge(known, value, path);
    else if (JSON.stringify(known) !== JSON.stringify(value)) this.complain(`two values for ${path.join('.')}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

const readError = ({ path, code, detail, service }: ExecutionError) => ({
  ...(path === undefined ? {} : { path }),
  message: [code, service, detail].filter((part) => part !== undefined).join(': '),
});

const isBelow = (path: AnswerPath, above: AnswerPath) => above.every((key, index) => path[index] === key);

function valueAt(data: unknown, path: AnswerPath): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
