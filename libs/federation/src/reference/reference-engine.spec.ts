import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { CITIZEN, aContext } from '../../test/support/a-context.js';
import { honestly } from '../../test/support/guarded-world.js';
import { HeldService, type HeldCall } from '../../test/support/held-service.js';
import { composed, linked } from '../../test/planning/composed.js';
import type { Engine, EngineOperation } from '../ports/engine.js';
import { createReferenceEngine, type ReferenceEngineOptions } from './reference-engine.js';

const GATEWAY = `
  type Query { me: Citizen sources: String hello(to: String!): String broken: Int }
  type Citizen @key(fields: "id") { id: ID! }`;
const SKAT = `
  type Query { skat: String @inaccessible }
  type Citizen @key(fields: "id") { id: ID! recordOwner: String tax: Int mail: String }`;
const SUPERGRAPH = composed({ gateway: GATEWAY, skat: SKAT });
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const SWITCHES = [
  'APOLLO_DISABLE_SECURITY_RECURSIVE_SELECTIONS_CHECK',
  'APOLLO_DISABLE_SECURITY_NON_LOCAL_SELECTIONS_CHECK',
];

const engines: Engine[] = [];
async function anEngine(changes: Partial<ReferenceEngineOptions> = {}): Promise<Engine> {
  const engine = await createReferenceEngine({
    supergraphSdl: SUPERGRAPH,
    services: new Map([['skat', new HeldService('skat', honestly({ tax: 7, mail: 'm' }))]]),
    own: { name: 'gateway', schema: ownSchema(), lateFields: new Set(['sources']) },
    logger: silent,
    ...changes,
  });
  engines.push(engine);
  return engine;
}
function ownSchema(sources: () => string = () => 'told') {
  return buildSubgraphSchema({
    typeDefs: parse(linked(GATEWAY)),
    resolvers: {
      Query: {
        me: () => ({ id: CITIZEN }),
        sources,
        hello: (_: unknown, { to }: { to: string }) => `hello ${to}`,
        broken: () => {
          throw new TypeError('of our own');
        },
      },
      Citizen: { __resolveReference: (reference: unknown) => reference },
    },
  });
}
async function ask(document: string, operation: Partial<EngineOperation> = {}, engine?: Engine) {
  const execution = await (engine ?? (await anEngine())).execute({ document, ...operation }, aContext());
  return JSON.parse(JSON.stringify(execution));
}

afterEach(async () => {
  for (const name of [...SWITCHES, 'APOLLO_TELEMETRY_DISABLED']) delete process.env[name];
  for (const engine of engines.splice(0)) await engine.stop();
});

describe('the reference engine', () => {
  it('answers over the host’s own subgraph and the authorities', async () => {
    expect(await ask('{ me { id tax } hello(to: "Ærø") }')).toEqual({
      kind: 'complete',
      data: { me: { id: CITIZEN, tax: 7 }, hello: 'hello Ærø' },
      errors: [],
    });
  });

  it('keeps the order of the client’s document, late fields included', async () => {
    const { data } = await ask(
      'query($to: String!) { sources x: hello(to: $to) ...F } fragment F on Query { s: sources }',
      {
        variables: { to: 'you' },
      },
    );
    expect(Object.entries(data)).toEqual([
      ['sources', 'told'],
      ['x', 'hello you'],
      ['s', 'told'],
    ]);
  });

  it('resolves late fields when everything else has settled', async () => {
    const settled: string[] = [];
    const service = new HeldService('skat', (call: HeldCall) => (settled.push('skat'), honestly({ tax: 1 })(call)));
    const own = {
      name: 'gateway',
      lateFields: new Set(['sources']),
      schema: ownSchema(() => settled.join() || 'too early'),
    };
    const engine = await anEngine({ own, services: new Map([['skat', service]]) });
    expect((await ask('{ sources me { tax } }', {}, engine)).data).toEqual({ sources: 'skat', me: { tax: 1 } });
  });

  it('waits for what is deferred', async () => {
    expect(await ask('{ me { id ... @defer(label: "x") { tax } } }', { isIncremental: true })).toEqual({
      kind: 'complete',
      data: { me: { id: CITIZEN, tax: 7 } },
      errors: [],
    });
  });

  it('runs the operation that is named', async () => {
    expect((await ask('query A { sources } query B { me { tax } }', { operationName: 'B' })).data).toEqual({
      me: { tax: 7 },
    });
  });

  it('hands on what went wrong, by its code and path', async () => {
    const services = new Map([['skat', new HeldService('skat', honestly({ tax: 'seven', mail: 'm' }))]]);
    const { data, errors } = await ask('{ me { tax mail } broken }', {}, await anEngine({ services }));
    expect(data).toEqual({ me: { tax: null, mail: 'm' }, broken: null });
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'AUTHORITY_BAD_SHAPE', path: ['me', 'tax'], service: 'skat' }),
        expect.objectContaining({ code: 'INTERNAL', path: ['broken'] }),
      ]),
    );
    expect(errors).toHaveLength(2);
  });

  it.each([
    ['is no GraphQL', '{ me {'],
    ['asks what is not there', '{ me { salary } }'],
    ['is no operation', 'fragment F on Query { sources }'],
  ])('refuses a document that %s, and executes nothing', async (_, document) => {
    const { data, errors } = await ask(document);
    expect(data).toBeUndefined();
    expect(errors[0]).toMatchObject({ code: 'OPERATION_INVALID', detail: expect.any(String) });
  });

  it('refuses variables that do not fit', async () => {
    expect(await ask('query($to: String!) { hello(to: $to) }', { variables: { to: 1 } })).toMatchObject({
      kind: 'complete',
      errors: [{ code: 'VARIABLES_INVALID' }],
    });
  });
});

describe('the reference engine does not start', () => {
  it.each(SWITCHES)('with %s', async (name) => {
    process.env[name] = 'true';
    await expect(anEngine()).rejects.toThrow(name);
  });

  it('over a supergraph with an authority that is not in the table', async () => {
    await expect(anEngine({ services: new Map() })).rejects.toThrow('which is not configured');
  });

  it('over what is no supergraph', async () => {
    await expect(anEngine({ supergraphSdl: 'type Query { me: String }' })).rejects.toThrow();
  });

  it('with a registered operation that is not valid', async () => {
    await expect(anEngine({ registered: [{ name: 'Overview', document: '{ salary }' }] })).rejects.toThrow(
      /Overview cannot run.*salary/,
    );
  });
});

describe('the environment of the reference engine', () => {
  it.each(SWITCHES)('may say that %s is off', async (name) => {
    process.env[name] = 'false';
    await expect(anEngine()).resolves.toBeDefined();
  });

  it.each([undefined, 'false', '0'])('never switches Apollo’s telemetry on: %s', async (value) => {
    if (value !== undefined) process.env['APOLLO_TELEMETRY_DISABLED'] = value;
    await anEngine();
    expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('true');
  });
});
