import fc from 'fast-check';
import { ExposureError } from '@app/errors';
import { Kind, parse, visit } from 'graphql';
import { once } from 'node:events';
import type { Middleman } from '../subjects/services.js';
import type { SubgraphAnswer } from '../world/subgraph.js';

export const FAULT_KINDS = ['throws', 'reports an error', 'hangs', 'knows an entity no more'] as const;

/** What one subgraph does wrong in one run. */
export interface Fault extends Misfortune {
  readonly service: string;
}

/** A fault before it is known who is asked: it hits one of those. */
export interface Misfortune {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** Chooses the subgraph. */
  readonly whom: number;
  /** Which of its calls; absent: all. */
  readonly onCall?: number | undefined;
  /** Chooses the field or the entity. */
  readonly choice: number;
}

export const randomMisfortune: fc.Arbitrary<Misfortune> = fc.record({
  kind: fc.constantFrom(...FAULT_KINDS),
  whom: fc.noBias(fc.nat(99)),
  onCall: fc.option(fc.nat(1), { nil: undefined }),
  choice: fc.noBias(fc.nat(999)),
});

/** `undefined` when nobody was asked, so nobody can fail. */
export function faultOf(misfortune: Misfortune, asked: readonly Asked[]): Fault | undefined {
  const services = [...new Set(asked.map(({ service }) => service))].toSorted();
  const service = services[misfortune.whom % Math.max(1, services.length)];
  return service === undefined ? undefined : { ...misfortune, service };
}

/** One thing that a subgraph was asked: a step, and of an entity step one reference. */
export interface Asked {
  readonly service: string;
  readonly query: string;
  readonly reference: string;
  readonly isSpoilt: boolean;
}

/** Spoils the calls that the fault is about and notes what was asked. Without a fault it only notes. */
export class FaultyMiddleman {
  readonly asked: Asked[] = [];
  readonly #calls = new Map<string, number>();
  #hanging = 0;

  constructor(
    private readonly fault: Fault | undefined,
    private readonly deadline: AbortSignal,
  ) {}

  /** Calls that wait for the deadline. */
  get hanging(): number {
    return this.#hanging;
  }

  readonly handle: Middleman = async (subgraph, request, ask) => {
    const call = this.#calls.get(subgraph.name) ?? 0;
    this.#calls.set(subgraph.name, call + 1);
    const { fault } = this;
    const isSpoilt =
      fault !== undefined && fault.service === subgraph.name && (fault.onCall === undefined || fault.onCall === call);
    const references = request.variables?.['representations'];
    for (const reference of Array.isArray(references) ? references : [''])
      this.asked.push({
        service: subgraph.name,
        query: request.query,
        reference: JSON.stringify(reference),
        isSpoilt,
      });
    return isSpoilt ? this.#spoil(fault, request.query, ask) : ask();
  };

  async #spoil({ kind, choice }: Fault, query: string, ask: () => Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    switch (kind) {
      case 'throws':
        throw new ExposureError('AUTHORITY_UNREACHABLE');
      case 'hangs':
        return this.#hang();
      case 'reports an error':
        return withError(await ask(), query, choice);
      case 'knows an entity no more':
        return withoutEntity(await ask(), choice);
    }
  }

  async #hang(): Promise<never> {
    this.#hanging += 1;
    if (!this.deadline.aborted) await once(this.deadline, 'abort');
    throw new ExposureError('AUTHORITY_TIMEOUT');
  }
}

interface Place {
  readonly within: object;
  readonly key: string;
  readonly path: readonly (string | number)[];
}

function withError(answer: SubgraphAnswer, query: string, choice: number): SubgraphAnswer {
  // No server fails to tell a type that it has resolved.
  const typenames = typenameKeys(query);
  const places = [...fieldsOf(answer.data, [])].filter(({ key }) => !typenames.has(key));
  const place = places[choice % Math.max(1, places.length)];
  if (place === undefined) return answer;
  Reflect.set(place.within, place.key, null);
  return { ...answer, errors: [...(answer.errors ?? []), { message: 'spoilt', path: place.path }] };
}

function typenameKeys(query: string): ReadonlySet<string> {
  const keys = new Set<string>();
  visit(parse(query), {
    [Kind.FIELD]: ({ name, alias }) => void (name.value === '__typename' && keys.add((alias ?? name).value)),
  });
  return keys;
}

function withoutEntity(answer: SubgraphAnswer, choice: number): SubgraphAnswer {
  const { data } = answer;
  if (typeof data !== 'object' || data === null || !('_entities' in data) || !Array.isArray(data._entities))
    return answer;
  data._entities[choice % Math.max(1, data._entities.length)] = null;
  return answer;
}

function* fieldsOf(value: unknown, path: readonly (string | number)[]): Generator<Place> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* fieldsOf(item, [...path, index]);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      if (key !== '_entities' && item !== null) yield { within: value, key, path: [...path, key] };
      yield* fieldsOf(item, [...path, key]);
    }
}
