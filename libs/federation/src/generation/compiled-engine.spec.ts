import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  CountingPlanner,
  DEFERRED,
  IN_STEPS,
  SUPERGRAPHS,
  aContext,
  taggedParts,
} from '../../test/generation/tagged-graph.js';
import type { Execution } from '../ports/execution.js';
import type { Service } from '../ports/service.js';
import { createEngine, type CompiledEngine } from './compiled-engine.js';
import type { GenerationParts } from './generation.js';

const SWAPS = 1_000;
const CLIENTS = 8;

let planner: CountingPlanner;

beforeEach(() => {
  planner = new CountingPlanner();
});

async function start(parts: GenerationParts = taggedParts('first')): Promise<CompiledEngine> {
  return createEngine({ planner, ...parts });
}

function ask(engine: CompiledEngine, document = IN_STEPS.document): Promise<Execution> {
  return engine.execute({ document }, aContext());
}

/** An engine, a request of which stands still in its first step until it is let go on. */
async function startedWithStanding(wrap: (parts: GenerationParts) => GenerationParts = (parts) => parts) {
  const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const before = async (subgraph: string): Promise<void> => {
    if (subgraph !== 'names') return;
    reached.resolve();
    await go.promise;
  };
  const engine = await start(wrap(taggedParts('first', { before })));
  const request = ask(engine);
  await reached.promise;
  return { engine, request, go: go.resolve };
}

/** What a request answers in the middle of whose steps the engine was swapped. */
async function answerAcrossSwap(wrap: (parts: GenerationParts) => GenerationParts = (parts) => parts) {
  const { engine, request, go } = await startedWithStanding(wrap);
  await engine.swap(wrap(taggedParts('second', { sdl: SUPERGRAPHS[1] })));
  go();
  const { data } = await request;
  await engine.stop();
  return data;
}

describe('a request', () => {
  it('ends in the generation that it began in', async () => {
    expect(await answerAcrossSwap()).toEqual({ item: { name: 'first', price: 'first' } });
  });

  it('would be seen to end in another one', async () => {
    const inForce = new Map<string, Service>();
    const lookedUpAtEachStep = (parts: GenerationParts): GenerationParts => {
      for (const [name, service] of parts.services) inForce.set(name, service);
      const services = [...parts.services.keys()].map((name): [string, Service] => [
        name,
        { name, call: (call) => inForce.get(name)!.call(call) },
      ]);
      return { ...parts, services: new Map(services) };
    };
    expect(await answerAcrossSwap(lookedUpAtEachStep)).toEqual({ item: { name: 'first', price: 'second' } });
  });

  it('that comes after a swap runs in the new one', async () => {
    const engine = await start();
    await engine.swap(taggedParts('second', { sdl: SUPERGRAPHS[1] }));
    expect((await ask(engine, '{ item { name price stock } }')).data).toEqual({
      item: { name: 'second', price: 'second', stock: 1 },
    });
    expect(engine.schema.getType('Item')).toMatchObject({ _fields: { stock: expect.anything() } });
    await engine.stop();
  });
});

describe('a generation', () => {
  it('is freed with its last request, and no earlier', async () => {
    const { engine, request, go } = await startedWithStanding();
    await engine.swap(taggedParts('second', { sdl: SUPERGRAPHS[1] }));
    expect([planner.held, engine.generations]).toEqual([2, 2]);
    go();
    await request;
    await settled();
    expect([planner.held, engine.generations]).toEqual([1, 1]);
    await engine.stop();
    await settled();
    expect(planner.held).toBe(0);
  });

  it.each<[string, (later: AsyncIterator<unknown>) => Promise<unknown>]>([
    ['was taken to its end', async (later) => [await later.next(), await later.next()]],
    ['was left before its first part', async (later) => later.return?.()],
    ['was left after its first part', async (later) => [await later.next(), await later.return?.()]],
  ])('is freed when an answer in parts %s', async (_, take) => {
    const engine = await start();
    const execution = await engine.execute({ document: DEFERRED.document, isIncremental: true }, aContext());
    if (execution.kind !== 'incremental') throw new Error('there is nothing to come');
    await engine.swap(taggedParts('second', { sdl: SUPERGRAPHS[1] }));
    expect([planner.held, engine.generations]).toEqual([2, 2]);
    await take(execution.later[Symbol.asyncIterator]());
    await settled();
    expect([planner.held, engine.generations]).toEqual([1, 1]);
    await engine.stop();
  });

  it('that is prepared changes nothing until it is entered, and nothing at all when it is discarded', async () => {
    const engine = await start();
    const before = engine.supergraphId;
    const next = await engine.prepare(taggedParts('second', { sdl: SUPERGRAPHS[1] }));
    expect([(await ask(engine)).data, engine.supergraphId]).toEqual([
      { item: { name: 'first', price: 'first' } },
      before,
    ]);
    next.discard();
    await settled();
    expect(planner.held).toBe(1);
    await engine.stop();
  });
});

describe('a swap', () => {
  it.each<[string, GenerationParts, RegExp]>([
    ['is no supergraph', taggedParts('second', { sdl: 'type Query { item: Int }' }), /./],
    [
      'does not fit a registered operation',
      taggedParts('second', { registered: [IN_STEPS, { name: 'stock-list', document: '{ item { stock } }' }] }),
      /the registered operation stock-list cannot run: Cannot query field "stock"/,
    ],
    [
      'asks a subgraph that is not there',
      { ...taggedParts('second'), services: new Map() },
      /the registered operation in-steps cannot run: .*names/,
    ],
  ])('to what %s leaves the present generation in force', async (_, parts, reason) => {
    const engine = await start();
    const before = engine.supergraphId;
    await expect(engine.swap(parts)).rejects.toThrow(reason);
    expect(engine.supergraphId).toBe(before);
    expect((await ask(engine)).data).toEqual({ item: { name: 'first', price: 'first' } });
    expect([planner.held, engine.generations]).toEqual([1, 1]);
    await engine.stop();
  });

  it(`${SWAPS} times under load fails no request, mixes no generations and leaves nothing behind`, async () => {
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
    const partsOf = (tag: number) =>
      taggedParts(String(tag), { sdl: SUPERGRAPHS[tag % 2]!, registered: [IN_STEPS], before: pause });
    // Loaded once for all: what is looked at is what becomes of generations.
    for (const sdl of SUPERGRAPHS) await planner.keep(sdl);
    const engine = await start(partsOf(0));
    let isOver = false;
    const [tags, wrong] = [new Set<string>(), new Array<unknown>()];
    let answers = 0;
    const client = async () => {
      while (!isOver) {
        const { data, errors } = await ask(engine);
        const { name, price } = (data as { item: { name: string; price: string } } | null | undefined)?.item ?? {};
        if (name === undefined || name !== price || errors.length > 0) wrong.push([name, price, errors]);
        else tags.add(name);
        answers += 1;
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    for (let swap = 1; swap <= SWAPS; swap += 1) {
      await engine.swap(partsOf(swap));
      for (const seen = answers; answers <= seen;) await pause();
    }
    isOver = true;
    await Promise.all(clients);
    await settled();

    expect(wrong).toEqual([]);
    expect(answers).toBeGreaterThan(SWAPS);
    expect(tags.size).toBeGreaterThan(SWAPS / 2);
    expect([planner.held, engine.generations]).toEqual([1, 1]);
    // The present one, the next, and those that eight clients may still be in.
    expect(planner.mostHeld).toBeLessThanOrEqual(2 + CLIENTS);
    collectGarbage();
    expect(planner.loaded.filter((reference) => reference.deref() !== undefined).length).toBeLessThanOrEqual(2);
    await engine.stop();
  }, 120_000);
});

/** Lets what was freed be noted. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
}
