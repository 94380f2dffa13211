import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExposureError } from '@app/errors';
import { Deadline } from '@app/resilience';
import { Authority, type AuthorityObserver, type AuthorityOptions } from './authority.js';
import type { EngineContext } from '../ports/engine-context.js';
import { FailedAnswer, type ServiceCall } from '../ports/service.js';

const HONEST = { owner: 'owner', tax: 7 };

class RecordingObserver implements AuthorityObserver {
  readonly outcomes: string[] = [];
  readonly states: string[] = [];
  readonly mismatches: string[] = [];
  callEnded(_: string, outcome: string): void {
    this.outcomes.push(outcome);
  }
  stateChanged(_: string, state: string): void {
    this.states.push(state);
  }
  mismatchFound(_: string, check: string): void {
    this.mismatches.push(check);
  }
}

let server: Server;
let url: string;
let reply: (request: IncomingMessage, response: ServerResponse, body: string) => void;
let received: { headers: IncomingMessage['headers']; body: string; url: string | undefined }[];
let observer: RecordingObserver;
const authorities: Authority[] = [];

beforeEach(async () => {
  observer = new RecordingObserver();
  received = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body, url: request.url });
      reply(request, response, body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  reply = sendEntities([HONEST]);
});

afterEach(async () => {
  await Promise.all(authorities.splice(0).map((authority) => authority.close()));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const sendEntities =
  (entities: unknown, errors?: unknown) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { _entities: entities }, ...(errors === undefined ? {} : { errors }) }));
  };

function anAuthority(options: Partial<AuthorityOptions> = {}): Authority {
  const authority = new Authority({
    name: 'skat',
    url,
    timeLimitMs: 5_000,
    concurrency: 4,
    quarantineMs: 60_000,
    availability: () => ({ state: 'OPEN' }),
    observer,
    ...options,
  });
  authorities.push(authority);
  return authority;
}

/** Reads as the guard does, in small. */
function readTax(body: unknown): unknown {
  const { data } = body as { data: { _entities: [{ owner: string; tax: number | null }] } };
  const [{ owner, tax }] = data._entities;
  if (owner !== 'owner') throw new ExposureError('AUTHORITY_SUBJECT_MISMATCH', { check: 'recordOwner' });
  if (tax === null) throw new FailedAnswer('nothing');
  return tax;
}

const BODY = '{"query":"{ tax }"}';
const SUBJECT = {
  citizenId: 'ref',
  recordOwnerFor: () => 'owner',
  tokenFor: (name: string) => Promise.resolve(`token-for-${name}`),
};

function ask<Answer>(authority: Authority, call: Partial<ServiceCall<Answer>> = {}): Promise<unknown> {
  return authority.call<unknown>({ body: BODY, read: readTax, context: aContext(), ...call } as ServiceCall<unknown>);
}

function aContext(deadline = Deadline.after(5_000)): EngineContext {
  const report = { expect: () => undefined, record: () => undefined };
  return { subject: SUBJECT, report, deadline, transactionId: 'txn-1' };
}

describe('an authority', () => {
  it('is asked by POST with the exchanged token, the time that is left and the transaction, and no person number', async () => {
    expect(await ask(anAuthority())).toBe(7);
    const [{ headers, body, url: path }] = received as [(typeof received)[number]];
    expect(headers.authorization).toBe('Bearer token-for-skat');
    expect(headers['x-transaction-id']).toBe('txn-1');
    expect(Number(headers['x-request-deadline-ms'])).toBeGreaterThan(0);
    expect(Number(headers['x-request-deadline-ms'])).toBeLessThanOrEqual(4_950);
    expect(body).toBe(BODY);
    expect(path).toBe('/graphql');
  });

  it('is given up at its time limit, and the call is cancelled there', async () => {
    const cancelled = new Promise<void>(
      (resolve) => (reply = (request) => request.socket.on('close', () => resolve())),
    );
    await expect(ask(anAuthority({ timeLimitMs: 50 }))).rejects.toMatchObject({ code: 'AUTHORITY_TIMEOUT' });
    await cancelled;
  });

  it('is given up when the client leaves, which is nobody’s failure', async () => {
    const gone = new AbortController();
    reply = () => gone.abort(new ExposureError('CLIENT_GONE'));
    const authority = anAuthority();
    for (let call = 0; call < 6; call += 1) {
      await expect(ask(authority, { context: aContext(Deadline.after(5_000, gone.signal)) })).rejects.toMatchObject({
        code: 'CLIENT_GONE',
      });
    }
    expect(authority.state).toBe('CLOSED');
  });

  it('is left alone after five failures in a row: no sixth call reaches it', async () => {
    reply = (_, response) => response.writeHead(500).end();
    const authority = anAuthority();
    for (let call = 0; call < 20; call += 1) await expect(ask(authority)).rejects.toThrow();
    expect(received).toHaveLength(5);
    expect(authority.state).toBe('OPEN');
    expect(authority.retryAt).toBeInstanceOf(Date);
    expect(observer.outcomes.slice(0, 6)).toEqual([
      ...Array<string>(5).fill('AUTHORITY_BAD_STATUS'),
      'AUTHORITY_SKIPPED',
    ]);
  });

  it('is left alone also when it keeps answering 200 with nothing but errors', async () => {
    reply = sendEntities([{ ...HONEST, tax: null }]);
    const authority = anAuthority();
    for (let call = 0; call < 5; call += 1) expect(await ask(authority)).toBe('nothing');
    expect(authority.state).toBe('OPEN');
  });

  it('refuses at once what exceeds its concurrency, and that is no failure', async () => {
    const waiting: ServerResponse[] = [];
    const full = new Promise<void>((resolve) => {
      reply = (_, response) => {
        waiting.push(response);
        if (waiting.length === 4) resolve();
      };
    });
    const authority = anAuthority();
    const calls = Array.from({ length: 4 }, () => ask(authority));
    await full;
    for (let call = 0; call < 10; call += 1)
      await expect(ask(authority)).rejects.toMatchObject({ code: 'AUTHORITY_BUSY' });
    for (const response of waiting) sendEntities([HONEST])(undefined as never, response);
    await Promise.all(calls);
    expect(authority.state).toBe('CLOSED');
    expect(received).toHaveLength(4);
  });

  it('goes into quarantine with its first answer about another person, and out of it only when released', async () => {
    const authority = anAuthority();
    reply = sendEntities([{ ...HONEST, owner: 'somebody else' }]);
    await expect(ask(authority)).rejects.toMatchObject({ code: 'AUTHORITY_SUBJECT_MISMATCH' });
    reply = sendEntities([HONEST]);
    await expect(ask(authority)).rejects.toMatchObject({ code: 'AUTHORITY_QUARANTINED' });
    expect(received).toHaveLength(1);
    expect(observer.mismatches).toEqual(['recordOwner']);
    authority.release();
    expect(authority.isQuarantined).toBe(false);
  });

  it('hands the parsed body of its answer to the reader of the call, and back what it made of it', async () => {
    const authority = anAuthority();
    expect(await ask(authority, { read: (body) => body })).toEqual({ data: { _entities: [HONEST] } });
    expect(observer.outcomes).toEqual(['OK']);
  });

  it('is measured by what the call makes of its answer', async () => {
    await ask(anAuthority(), { outcomeOf: (answer) => (answer === 7 ? 'AUTHORITY_BAD_SHAPE' : 'OK') });
    expect(observer.outcomes).toEqual(['AUTHORITY_BAD_SHAPE']);
  });

  it('has failed when its answer cannot be read', async () => {
    const authority = anAuthority();
    const read = (): string => {
      throw new ExposureError('AUTHORITY_BAD_SHAPE');
    };
    for (let call = 0; call < 5; call += 1)
      await expect(ask(authority, { read })).rejects.toMatchObject({ code: 'AUTHORITY_BAD_SHAPE' });
    expect(authority.state).toBe('OPEN');
  });

  it('is not asked without a citizen', async () => {
    const { subject: _nobody, ...context } = aContext();
    await expect(ask(anAuthority(), { context })).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(received).toHaveLength(0);
  });

  it.each([
    ['NOT_CONNECTED', 'AUTHORITY_NOT_CONNECTED'],
    ['CLOSED', 'AUTHORITY_CLOSED'],
  ] as const)('is not called while it is %s', async (state, code) => {
    const authority = anAuthority({ availability: () => ({ state }) });
    for (let call = 0; call < 6; call += 1) await expect(ask(authority)).rejects.toMatchObject({ code });
    expect(received).toHaveLength(0);
    expect(authority.state).toBe('CLOSED');
  });

  it('can be asked on other terms, and is left alone on all of them when it fails', async () => {
    const authority = anAuthority();
    const closed = authority.under({ timeLimitMs: 5_000, availability: () => ({ state: 'CLOSED' }) });
    const context = aContext();
    await expect(closed.call({ body: BODY, read: readTax, context })).rejects.toMatchObject({
      code: 'AUTHORITY_CLOSED',
    });
    expect(await ask(authority)).toBe(7);
    const short = authority.under({ timeLimitMs: 50, availability: () => ({ state: 'OPEN' }) });
    reply = () => undefined;
    for (let call = 0; call < 5; call += 1)
      await expect(short.call({ body: BODY, read: readTax, context })).rejects.toMatchObject({
        code: 'AUTHORITY_TIMEOUT',
      });
    expect(short.retryAt).toEqual(authority.retryAt);
    await expect(ask(authority)).rejects.toMatchObject({ code: 'AUTHORITY_SKIPPED' });
    expect(received).toHaveLength(6);
  });

  it('is not connected without an address', async () => {
    const authority = new Authority({
      name: 'new',
      timeLimitMs: 100,
      concurrency: 1,
      quarantineMs: 1_000,
      availability: () => ({ state: 'OPEN' }),
      observer,
    });
    authorities.push(authority);
    await expect(ask(authority)).rejects.toMatchObject({ code: 'AUTHORITY_NOT_CONNECTED' });
  });
});
