import { ExposureError } from '@app/errors';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { linked } from '../../test/planning/composed.js';
import { FederatedWorld, entitiesBy, nextBatch, type PartedAnswer } from '../../test/support/federated-world.js';
import type { DeliveredParts } from '../ports/execution.js';

const SUBGRAPHS = {
  people: `
    type Query { me: Person people: [Person!] hello: String }
    type Person @key(fields: "id") { id: ID! name: String friend: Person born: Int! }`,
  tax: `type Person @key(fields: "id") { id: ID! tax: Tax must: Int! } type Tax { year: Int rate: Int }`,
  pension: `type Person @key(fields: "id") { id: ID! pension: Int }`,
};
const ME = { __typename: 'Person', id: '1', name: 'Åse', born: 1 };
const people = { people: () => ({ data: { me: ME, people: [ME, { ...ME, id: '2' }], hello: 'hi' } }) };
const overMe = () => FederatedWorld.of({ subgraphs: SUBGRAPHS, respond: people });
const plainBatch = ({ parts, hasNext }: DeliveredParts) => ({
  hasNext,
  parts: parts.map(({ part, data, errors }) => ({
    label: part.label,
    path: part.path.join('.'),
    data,
    errors: errors.map(({ code, path }) => `${code} ${path?.join('.')}`),
  })),
});
const next = async (answer: PartedAnswer) => plainBatch(await nextBatch(answer));
const part = (label: string | undefined, path: string, data: unknown, errors: string[] = []) => ({
  label,
  path,
  data,
  errors,
});
const TWO = `{ me { name ... @defer(label: "tax") { tax { year } } ... @defer(label: "pension") { pension } } }`;

describe('an answer in parts', () => {
  it('begins with all that is not deferred, and names what comes later', async () => {
    const world = await overMe();
    const answer = await world.askInParts(TWO);
    expect(answer.data).toEqual({ me: { name: 'Åse' } });
    expect(answer.errors).toEqual([]);
    expect(answer.pending.map(({ label, path }) => [label, path])).toEqual([
      ['tax', ['me']],
      ['pension', ['me']],
    ]);
    expect(new Set(answer.pending.map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    ['tax', 'pension'],
    ['pension', 'tax'],
  ])('brings each part when it is there: %s before %s', async (first, second) => {
    const world = await overMe();
    const answer = await world.askInParts(TWO);
    const entity: Record<string, unknown> = { tax: { tax: { year: 2026 } }, pension: { pension: 7 } };
    for (const [name, hasNext] of [
      [first, true],
      [second, false],
    ] as const) {
      const batch = next(answer);
      (await world.service(name).callAt(0)).answer({ data: { _entities: [entity[name]] } });
      expect(await batch).toEqual({ hasNext, parts: [part(name, 'me', entity[name])] });
    }
    expect(await answer.parts.next()).toEqual({ done: true, value: undefined });
  });

  it('brings together what is there together', async () => {
    const world = await overMe();
    const answer = await world.askInParts(TWO);
    (await world.service('tax').callAt(0)).answer({ data: { _entities: [{ tax: null }] } });
    (await world.service('pension').callAt(0)).answer({ data: { _entities: [{ pension: 7 }] } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(await next(answer)).toEqual({
      hasNext: false,
      parts: [part('tax', 'me', { tax: null }), part('pension', 'me', { pension: 7 })],
    });
  });

  it('brings a part of which nothing is missing although nothing is fetched for it', async () => {
    const world = await overMe();
    const answer = await world.askInParts('{ me { id ... @defer { name } } }');
    expect(await next(answer)).toEqual({ hasNext: false, parts: [part(undefined, 'me', { name: 'Åse' })] });
  });

  it('has a part for each item of a list', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: { ...people, pension: entitiesBy(({ id }) => ({ pension: Number(id) * 10 })) },
    });
    const answer = await world.askInParts('{ people { id ... @defer(label: "p") { pension } } }');
    expect(answer.pending.map(({ path }) => path)).toEqual([
      ['people', 0],
      ['people', 1],
    ]);
    expect(await next(answer)).toEqual({
      hasNext: false,
      parts: [part('p', 'people.0', { pension: 10 }), part('p', 'people.1', { pension: 20 })],
    });
  });

  it('announces parts inside of parts with the part that they stand in', async () => {
    const world = await overMe();
    const answer = await world.askInParts(
      '{ me { name ... @defer(label: "outer") { pension ... @defer(label: "inner") { tax { year } } } } }',
    );
    expect(answer.pending.map(({ label }) => label)).toEqual(['outer']);
    (await world.service('pension').callAt(0)).answer({ data: { _entities: [{ pension: 7 }] } });
    const outer = await nextBatch(answer);
    expect(plainBatch(outer)).toEqual({ hasNext: true, parts: [part('outer', 'me', { pension: 7 })] });
    expect(outer.parts[0]?.pending.map(({ label, path }) => [label, path])).toEqual([['inner', ['me']]]);
    (await world.service('tax').callAt(0)).answer({ data: { _entities: [{ tax: { year: 1 } }] } });
    expect(await next(answer)).toEqual({ hasNext: false, parts: [part('inner', 'me', { tax: { year: 1 } })] });
  });

  it('is in one piece when a variable says so', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: { ...people, pension: entitiesBy(() => ({ pension: 7 })) },
    });
    const document = 'query($d: Boolean!) { me { name ... @defer(if: $d, label: "p") { pension } } }';
    expect(await world.ask(document, { variables: { d: false }, isIncremental: true })).toEqual({
      kind: 'complete',
      data: { me: { name: 'Åse', pension: 7 } },
      errors: [],
    });
    const answer = await world.askInParts(document, { variables: { d: true } });
    expect(answer.data).toEqual({ me: { name: 'Åse' } });
    expect(await next(answer)).toEqual({ hasNext: false, parts: [part('p', 'me', { pension: 7 })] });
  });

  it('is in one piece when there is no place for any part', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: { people: () => ({ data: { me: null } }) },
    });
    expect(await world.ask(TWO, { isIncremental: true })).toEqual({ kind: 'complete', data: { me: null }, errors: [] });
    expect(world.service('tax').calls).toEqual([]);
  });

  it('is in one piece for a client that cannot take parts', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: {
        ...people,
        tax: entitiesBy(() => ({ tax: { year: 1 } })),
        pension: entitiesBy(() => ({ pension: 7 })),
      },
    });
    expect(await world.ask(TWO)).toEqual({
      kind: 'complete',
      data: { me: { name: 'Åse', tax: { year: 1 }, pension: 7 } },
      errors: [],
    });
  });
});

describe('what goes wrong in a part', () => {
  it('is told with it, at its path in the whole answer', async () => {
    const world = await overMe();
    const answer = await world.askInParts(TWO);
    expect(answer.errors).toEqual([]);
    const batch = next(answer);
    (await world.service('tax').callAt(0)).fail(new ExposureError('AUTHORITY_TIMEOUT'));
    expect(await batch).toEqual({
      hasNext: true,
      parts: [part('tax', 'me', { tax: null }, ['AUTHORITY_TIMEOUT me.tax'])],
    });
    const rest = next(answer);
    (await world.service('pension').callAt(0)).answer({ data: { _entities: [{ pension: 7 }] } });
    expect(await rest).toEqual({ hasNext: false, parts: [part('pension', 'me', { pension: 7 })] });
  });

  it('is told with the item of a list that it is about', async () => {
    const world = await overMe();
    const answer = await world.askInParts('{ people { id ... @defer(label: "p") { pension } } }');
    (await world.service('pension').callAt(0)).answer({
      data: { _entities: [{ pension: 1 }, { pension: null }] },
      errors: [{ message: 'x', path: ['_entities', 1, 'pension'] }],
    });
    expect((await next(answer)).parts).toEqual([
      part('p', 'people.0', { pension: 1 }),
      part('p', 'people.1', { pension: null }, ['AUTHORITY_ERROR people.1.pension']),
    ]);
  });

  it('is null, the whole part, when a null rises to it', async () => {
    const world = await overMe();
    const answer = await world.askInParts('{ me { name ... @defer(label: "must") { must } } }');
    (await world.service('tax').callAt(0)).fail(new ExposureError('AUTHORITY_SKIPPED'));
    expect(await next(answer)).toEqual({
      hasNext: false,
      parts: [part('must', 'me', null, ['AUTHORITY_SKIPPED me.must'])],
    });
  });

  it('is not announced where the first part made the place null', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: { people: () => ({ data: { people: [{ ...ME, born: null }], me: ME } }) },
    });
    const execution = await world.ask('{ people { born ... @defer { name } } me { name } }', { isIncremental: true });
    expect(execution).toMatchObject({ kind: 'complete', data: { people: null, me: { name: 'Åse' } } });
  });

  it('stays null in later parts when an earlier one made it null', async () => {
    const world = await FederatedWorld.of({
      subgraphs: SUBGRAPHS,
      respond: { people: () => ({ data: { me: { ...ME, friend: { __typename: 'Person', id: '2', born: null } } } }) },
    });
    const answer = await world.askInParts('{ me { friend { born } ... @defer { name friend { id } } } }');
    expect(answer.data).toEqual({ me: { friend: null } });
    expect((await next(answer)).parts.map(({ data }) => data)).toEqual([{ name: 'Åse', friend: null }]);
  });
});

describe('a late field in a part of its own', () => {
  const OWN = 'type Query { sources: String }';
  async function withSources() {
    const asked: string[] = [];
    const schema = buildSubgraphSchema({
      typeDefs: parse(linked(OWN)),
      resolvers: { Query: { sources: () => (asked.push('sources'), 'all told') } },
    });
    const world = await FederatedWorld.of({
      subgraphs: { ...SUBGRAPHS, gateway: OWN },
      respond: people,
      own: { name: 'gateway', schema, lateFields: new Set(['sources']) },
    });
    return { world, asked };
  }
  const WITH_SOURCES = `{ me { name ... @defer(label: "tax") { tax { year } } } ... @defer(label: "late") { sources } }`;

  it('comes last, when everything else has settled', async () => {
    const { world, asked } = await withSources();
    const answer = await world.askInParts(WITH_SOURCES);
    expect(asked).toEqual([]);
    const batch = next(answer);
    const call = await world.service('tax').callAt(0);
    expect(asked).toEqual([]);
    call.answer({ data: { _entities: [{ tax: null }] } });
    expect(await batch).toEqual({ hasNext: true, parts: [part('tax', 'me', { tax: null })] });
    expect(await next(answer)).toEqual({ hasNext: false, parts: [part('late', '', { sources: 'all told' })] });
    expect(asked).toEqual(['sources']);
  });

  it('does not wait for what is deferred when it stands in the first part', async () => {
    const { world } = await withSources();
    const answer = await world.askInParts('{ sources me { ... @defer(label: "tax") { tax { year } } } }');
    expect(answer.data).toEqual({ sources: 'all told', me: {} });
    (await world.service('tax').callAt(0)).answer({ data: { _entities: [{ tax: null }] } });
    expect((await next(answer)).hasNext).toBe(false);
  });

  it('waits for everything in an answer in one piece', async () => {
    const { world, asked } = await withSources();
    const answer = world.ask(WITH_SOURCES);
    const call = await world.service('tax').callAt(0);
    expect(asked).toEqual([]);
    call.answer({ data: { _entities: [{ tax: null }] } });
    expect((await answer).data).toEqual({ me: { name: 'Åse', tax: null }, sources: 'all told' });
  });
});

describe('a client that leaves', () => {
  it('ends the parts, with some of them still under way', async () => {
    const world = await overMe();
    const answer = await world.askInParts(TWO);
    const batch = next(answer);
    (await world.service('pension').callAt(0)).answer({ data: { _entities: [{ pension: 7 }] } });
    expect((await batch).hasNext).toBe(true);
    await answer.parts.return?.();
    expect(await answer.parts.next()).toEqual({ done: true, value: undefined });
    (await world.service('tax').callAt(0)).fail(new ExposureError('CLIENT_GONE'));
  });
});
