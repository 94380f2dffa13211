import { z } from 'zod';

const Path = z.array(z.union([z.string(), z.number()]));
const Errors = z.array(z.looseObject({ message: z.string() })).default([]);
/** Not `z.record`: that leaves out a key `__proto__`. */
const DataObject = z.custom<object>((value) => typeof value === 'object' && value !== null);
const Data = DataObject.nullable();

const ByPathFirst = z.strictObject({
  data: Data,
  errors: Errors,
  extensions: z.unknown().optional(),
  hasNext: z.literal(true),
});
const ByPathLater = z.strictObject({
  incremental: z
    .array(z.strictObject({ path: Path, label: z.string().optional(), data: Data, errors: Errors }))
    .default([]),
  hasNext: z.boolean(),
});
const Pending = z.array(z.strictObject({ id: z.string(), path: Path, label: z.string().optional() })).default([]);
const ByIdFirst = z.strictObject({
  data: Data,
  errors: Errors,
  extensions: z.unknown().optional(),
  pending: Pending,
  hasNext: z.literal(true),
});
const ByIdLater = z.strictObject({
  pending: Pending,
  incremental: z.array(z.strictObject({ id: z.string(), data: DataObject, errors: Errors })).default([]),
  completed: z.array(z.strictObject({ id: z.string(), errors: Errors })).default([]),
  hasNext: z.boolean(),
});

/** What a client has when everything is there. */
export interface PutTogether {
  readonly data: unknown;
  readonly errors: readonly string[];
}

/** As Apollo Client 3 does: each part goes where its path says. */
export function putTogetherByPath([head, ...tail]: readonly unknown[]): PutTogether {
  const first = ByPathFirst.parse(head);
  const errors = first.errors.map(({ message }) => message);
  const data = copyOf(first.data);
  let hasNext: boolean = first.hasNext;
  for (const payload of tail.map((each) => ByPathLater.parse(each))) {
    if (!hasNext) throw new Error('a payload after the last one');
    hasNext = payload.hasNext;
    for (const part of payload.incremental) {
      errors.push(...part.errors.map(({ message }) => message));
      if (part.data !== null) putInto(data, part.path, part.data);
    }
  }
  if (hasNext) throw new Error('the last payload promises another one');
  return { data, errors };
}

/** As Apollo Client 4 does: what was not announced, or is completed twice, is an error. */
export function putTogetherById([head, ...tail]: readonly unknown[]): PutTogether {
  const first = ByIdFirst.parse(head);
  const errors = first.errors.map(({ message }) => message);
  const data = copyOf(first.data);
  const pending = new Map(first.pending.map((part) => [part.id, part]));
  let hasNext: boolean = first.hasNext;
  for (const payload of tail.map((each) => ByIdLater.parse(each))) {
    if (!hasNext) throw new Error('a payload after the last one');
    hasNext = payload.hasNext;
    for (const part of payload.pending) {
      if (pending.has(part.id)) throw new Error(`${part.id} was announced already`);
      pending.set(part.id, part);
    }
    for (const part of payload.incremental) {
      const announced = pending.get(part.id);
      if (announced === undefined) throw new Error(`${part.id} was not announced`);
      errors.push(...part.errors.map(({ message }) => message));
      putInto(data, announced.path, part.data);
    }
    for (const part of payload.completed) {
      if (!pending.delete(part.id)) throw new Error(`${part.id} was not announced`);
      errors.push(...part.errors.map(({ message }) => message));
    }
  }
  if (hasNext) throw new Error('the last payload promises another one');
  if (pending.size > 0) throw new Error('something was announced and never completed');
  return { data, errors };
}

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function putInto(root: unknown, path: readonly (string | number)[], part: object): void {
  let place = root;
  for (const key of path) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key))
      throw new Error(`there is nothing at ${path.join('.')}`);
    place = Reflect.get(place, key);
  }
  if (typeof place !== 'object' || place === null) throw new Error(`there is no object at ${path.join('.')}`);
  for (const [key, value] of Object.entries(part))
    Object.defineProperty(place, key, { value, enumerable: true, writable: true, configurable: true });
}
