import { parseCprNumber, type CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import type { BrokenOnPurpose, SubjectAccess } from '@app/subgraph';
import { TestGateway, TestSubgraph } from '@app/testing';
import { behaviour, littleContracts, LittleModule } from './little-authority.js';

const citizen = parseCprNumber('7001901111') as CprNumber;
const other = parseCprNumber('7101902222') as CprNumber;
const contracts = littleContracts();
const honest = { ...behaviour };
let gateway: TestGateway;
let subgraph: TestSubgraph;

beforeAll(async () => {
  gateway = await TestGateway.start();
  subgraph = await start();
  await subgraph.ask(citizen, 'greeting'); // keys fetched, schema warm: the tests of time measure time only
});
beforeEach(() => void Object.assign(behaviour, honest));
afterAll(async () => {
  const traces = await subgraph.traces();
  await subgraph[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  contracts.remove();
  expect(traces).not.toContain(citizen);
  expect(traces).not.toContain(other);
});

function start(mutant?: BrokenOnPurpose): Promise<TestSubgraph> {
  return TestSubgraph.start({
    gateway,
    name: 'little',
    module: LittleModule.forRoot,
    sourceUrl: 'http://127.0.0.1:1',
    config: { contractsDir: contracts.dir },
    mutant,
  });
}

/** Waits for the signal to abort. */
const untilAborted = ({ signal }: SubjectAccess) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new ExposureError('SOURCE_UNAVAILABLE'))));

describe('errors', () => {
  it('are a code at a path; a neighbour is still answered', async () => {
    behaviour.broken = () => {
      throw new Error(`no row for ${citizen}`);
    };
    const asked = await subgraph.ask(citizen, 'greeting broken closed');
    expect(asked.status).toBe(200);
    expect(asked.entity).toEqual({ greeting: 'hello', broken: null, closed: null });
    expect(asked.errors).toEqual(
      expect.arrayContaining([
        { path: ['_entities', 0, 'broken'], code: 'INTERNAL' },
        { path: ['_entities', 0, 'closed'], code: 'SOURCE_CLOSED', opensAt: '2026-03-01T06:00:00.000Z' },
      ]),
    );
    expect(asked.text).not.toMatch(/no row|secret|stays here|stack|\.ts/);
    expect(asked.text).not.toContain(citizen);
  });

  it.each<[string, 'day' | 'amount', () => unknown]>([
    ['a number for a date', 'day', () => 20260101],
    ['a day that does not exist', 'day', () => '2026-02-30'],
    ['an instant for a date', 'day', () => '2026-02-28T00:00:00Z'],
    ['half an øre', 'amount', () => 0.5],
    ['an amount beyond 2^53', 'amount', () => 2 ** 53],
    ['a text for an amount', 'amount', () => '100'],
  ])('%s does not leave', async (_name, field, value) => {
    behaviour[field] = value;
    const asked = await subgraph.ask(citizen, field);
    expect(asked.entity).toEqual({ [field]: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, field], code: 'INTERNAL' }]);
  });
});

describe("another person's record", () => {
  it('withholds every field and names the owner truly', async () => {
    behaviour.greeting = ({ records }) => {
      records.read(other);
      return 'hello stranger';
    };
    const asked = await subgraph.ask(citizen, 'recordOwner day greeting');
    expect(asked.entity).toEqual({ recordOwner: gateway.ownerHash(other), day: null, greeting: null });
    expect(asked.errors.map(({ code }) => code)).toEqual(['SUBJECT_MISMATCH', 'SUBJECT_MISMATCH']);
  });

  it('is noticed when the owner is taken from the token: the hash is the wrong one', async () => {
    await using mutant = await start('owner-from-token');
    behaviour.greeting = ({ records }) => {
      records.read(other);
      return 'hello stranger';
    };
    const asked = await mutant.ask(citizen, 'recordOwner greeting');
    expect(asked.entity).not.toMatchObject({ recordOwner: gateway.ownerHash(other) });
  });

  it('reaches the gateway in the mutant that lets it pass, and the hash tells', async () => {
    await using mutant = await start('foreign-records-pass');
    behaviour.greeting = ({ records }) => {
      records.read(other);
      return 'hello stranger';
    };
    const asked = await mutant.ask(citizen, 'recordOwner greeting');
    expect(asked.entity).toEqual({ recordOwner: gateway.ownerHash(other), greeting: 'hello stranger' });
  });
});

describe('time', () => {
  it('ends the work shortly before the gateway gives up, and what is there is answered', async () => {
    behaviour.slow = untilAborted;
    const startedAt = performance.now();
    const asked = await subgraph.ask(citizen, 'greeting slow', { deadlineMs: 400 });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(asked.entity).toEqual({ greeting: 'hello', slow: null });
    expect(asked.errors).toEqual([{ path: ['_entities', 0, 'slow'], code: 'SOURCE_UNAVAILABLE' }]);
  });

  it('is kept even if a resolver does not look at it', async () => {
    behaviour.slow = () => new Promise(() => undefined);
    const asked = await subgraph.ask(citizen, 'slow', { deadlineMs: 300 });
    expect([asked.status, asked.errors]).toEqual([503, [{ code: 'SOURCE_UNAVAILABLE' }]]);
  });

  it('is what is left of the gateway’s', async () => {
    let remainingMs = 0;
    behaviour.slow = (access) => {
      remainingMs = access.remainingMs();
      return 'seen';
    };
    await subgraph.ask(citizen, 'slow', { deadlineMs: 20_000 });
    expect(remainingMs).toBeGreaterThan(10_000);
    expect(remainingMs).toBeLessThanOrEqual(20_000);
  });

  it('ends when the gateway hangs up', async () => {
    const client = new AbortController();
    const stopped = new Promise<unknown>((resolve) => {
      behaviour.slow = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            resolve(signal.reason);
            reject(new ExposureError('SOURCE_UNAVAILABLE'));
          });
          client.abort();
        });
    });
    await expect(subgraph.ask(citizen, 'slow', { deadlineMs: 5_000, signal: client.signal })).rejects.toThrow();
    expect(await stopped).toMatchObject({ code: 'CLIENT_GONE' });
  });
});

describe('stopping', () => {
  it('answers what is under way and takes nothing new', async () => {
    const stopping = await start();
    let proceed = (): void => undefined;
    const entered = new Promise<void>((resolve) => {
      behaviour.slow = () => {
        resolve();
        return new Promise((done) => (proceed = () => done('late but whole')));
      };
    });
    const answer = stopping.ask(citizen, 'slow', { deadlineMs: 5_000 });
    await entered;
    const stopped = stopping.stop();
    await expect(fetch(`${stopping.url}/health/live`)).rejects.toThrow();
    proceed();
    const asked = await answer;
    expect(asked.entity).toEqual({ slow: 'late but whole' });
    expect(asked.headers.get('connection')).toBe('close');
    await stopped;
  });
});

describe('health and metrics', () => {
  it.each(['live', 'ready'])('/health/%s needs no token', async (kind) => {
    const response = await fetch(`${subgraph.url}/health/${kind}`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('requests are counted by outcome', async () => {
    await subgraph.ask(citizen, 'greeting');
    await subgraph.post({});
    const metrics = await subgraph.metrics();
    expect(metrics).toMatch(/subgraph_request_seconds_count\{.*outcome="ANSWERED".*\} [1-9]/);
    expect(metrics).toMatch(/subgraph_request_seconds_count\{.*outcome="DIRECT_CALL_REFUSED".*\} [1-9]/);
  });
});
