/** An answer as far as it has come. */
export interface GatheredAnswer {
  /** As one piece, like the answer to a client that takes no parts. */
  readonly body: object;
  /** The deferred parts that have come, in their order. */
  readonly parts: readonly GatheredPart[];
  /** Whether nothing more will come. */
  readonly isWhole: boolean;
}

export interface GatheredPart {
  /** Label of the fragment, or the place where its data belong. */
  readonly name: string;
  /** Time from the request to its arrival, milliseconds. */
  readonly afterMs: number;
}

/**
 * Adds a payload of an incremental answer (format of 2022: each part says its path) to what has come so far. What does
 * not look like one adds nothing.
 */
export function withPayload(
  before: GatheredAnswer | undefined,
  payload: unknown,
  afterMs: number,
): GatheredAnswer | undefined {
  if (!isObject(payload)) return before;
  const { hasNext, incremental, ...first } = payload;
  const body: JsonObject = before === undefined ? first : structuredClone({ ...before.body });
  const parts = Array.isArray(incremental) ? incremental.filter(isObject) : [];
  for (const part of parts) {
    const path = Array.isArray(part['path']) ? part['path'] : [];
    merge(placeIn(body['data'], path), part['data']);
    if (Array.isArray(part['errors'])) body['errors'] = [...errorsOf(body), ...part['errors']];
  }
  const arrived = parts.map((part): GatheredPart => ({ name: nameOf(part), afterMs }));
  return { body, parts: [...(before?.parts ?? []), ...arrived], isWhole: hasNext !== true };
}

type JsonObject = Record<string, unknown>;

function nameOf({ label, path }: JsonObject): string {
  if (typeof label === 'string') return label;
  return Array.isArray(path) && path.length > 0 ? path.join('.') : 'the answer itself';
}

function errorsOf(body: JsonObject): unknown[] {
  return Array.isArray(body['errors']) ? body['errors'] : [];
}

function placeIn(data: unknown, path: readonly unknown[]): unknown {
  return path.reduce((place, key) => (isObject(place) ? place[String(key)] : undefined), data);
}

/** Lists are merged item by item: a fragment inside a list brings fields of items that are there. */
function merge(target: unknown, source: unknown): void {
  if (!isObject(target) || !isObject(source)) return;
  for (const [key, value] of Object.entries(source)) {
    if (isObject(target[key]) && isObject(value)) merge(target[key], value);
    else target[key] = value;
  }
}

/** An object or a list. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
