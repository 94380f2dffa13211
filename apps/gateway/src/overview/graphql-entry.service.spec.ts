import { once } from 'node:events';
import { createServer, request as sendRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveredParts, Execution, SubjectContext } from '@app/federation';
import { LoadLimit } from '../admission/load-limit.js';
import { GraphqlEntry, type EntryRules } from './graphql-entry.service.js';
import type { ExecutableOperation } from './operation-executor.service.js';

type Executor = (operation: ExecutableOperation, context: SubjectContext) => Promise<Execution>;

const CITIZEN = {
  subject: 'urn:uuid:1',
  cprNumber: '6110851234' as never,
  acr: 'substantial',
  sessionId: 'session-1',
  clientId: 'page',
  scopes: ['skat:read'],
  expiresAt: new Date(),
  isTestPerson: true,
};
const RULES: EntryRules = {
  name: 'graphql',
  identify: () => Promise.resolve(CITIZEN),
  admit: () => ({ document: '{ me { id } }', label: 'overview' }),
};
const INCREMENTAL = { accept: 'multipart/mixed, application/json' };

let server: Server;
let execute: Executor;
let outcomes: string[];
let logged: unknown[];
const loadLimit = new LoadLimit(2);

beforeAll(async () => {
  const entry = new GraphqlEntry({
    executor: { execute: (operation, context) => execute(operation, context) },
    subjects: {
      of: () => ({ citizenId: 'ref', recordOwnerFor: () => '', tokenFor: () => Promise.resolve('') }),
    },
    authorities: { find: () => undefined },
    loadLimit,
    metrics: { request: (_entry, _operation, outcome) => void outcomes.push(outcome), sourceState: () => undefined },
    logger: { error: (...line: unknown[]) => void logged.push(line) },
    pageBudgetMs: 60_000,
  });
  server = createServer((request, response) => void entry.answer(request, response, RULES));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

beforeEach(() => {
  outcomes = [];
  logged = [];
});

afterAll(() => server.close());

async function ask(headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const request = sendRequest({
    host: '127.0.0.1',
    port,
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', ...headers },
  });
  request.end('{}');
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

const textOf = async (response: IncomingMessage): Promise<string> => (await response.toArray()).join('');

/** The condition holds when the server has noticed what happened to its sockets. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** An answer whose one deferred part comes when the test says so. */
function inTwoParts() {
  const part = Promise.withResolvers<DeliveredParts>();
  const left = Promise.withResolvers<void>();
  const pending = [{ id: '0', path: ['me'] }];
  const execution = (context: SubjectContext): Execution => ({
    kind: 'incremental',
    data: { me: { id: 'ref' } },
    errors: [],
    pending,
    later: (async function* () {
      context.deadline.onOver(() => left.resolve());
      yield await part.promise;
    })(),
  });
  const deliver = (): void =>
    part.resolve({
      parts: [
        { part: pending[0]!, data: { tax: 7 }, errors: [{ code: 'INTERNAL', cause: new Error('x') }], pending: [] },
      ],
      hasNext: false,
    });
  return { execution, deliver, left: left.promise };
}

describe('the entry', () => {
  it('answers with data, the errors in words, the transaction, and what the token grants', async () => {
    let given: ExecutableOperation | undefined;
    execute = (operation) => {
      given = operation;
      return Promise.resolve({
        kind: 'complete',
        data: { me: null },
        errors: [{ code: 'AUTHORITY_TIMEOUT', path: ['me', 'tax'], service: 'skat' }],
      });
    };
    const response = await ask();
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(JSON.parse(await textOf(response))).toMatchObject({
      data: { me: null },
      errors: [{ path: ['me', 'tax'], extensions: { code: 'AUTHORITY_TIMEOUT', authority: 'skat' } }],
      extensions: { transactionId: response.headers['x-transaction-id'] },
    });
    expect(given).toMatchObject({
      isIncremental: false,
      grants: { isAuthenticated: true, scopes: ['skat:read'], policies: [] },
    });
    expect(outcomes).toEqual(['OK']);
  });

  it.each([{}, INCREMENTAL, { accept: 'image/png' }])(
    'says by its status that nothing was executed, whatever the client takes: %j',
    async (headers) => {
      execute = () => Promise.resolve({ kind: 'complete', errors: [{ code: 'OPERATION_INVALID', detail: 'why' }] });
      const response = await ask(headers);
      expect(response.statusCode).toBe(400);
      expect(JSON.parse(await textOf(response))).toMatchObject({ errors: [{ extensions: { detail: 'why' } }] });
      expect(outcomes).toEqual(['OPERATION_INVALID']);
    },
  );

  it('answers in parts where the client takes them, and holds its place until the last one', async () => {
    const { execution, deliver } = inTwoParts();
    execute = ({ isIncremental }, context) => {
      expect(isIncremental).toBe(true);
      return Promise.resolve(execution(context));
    };
    const response = await ask(INCREMENTAL);
    expect(response.headers['content-type']).toContain('multipart/mixed');
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(first.toString()).toContain('"hasNext":true');
    expect([loadLimit.inFlight, outcomes]).toEqual([1, []]);
    deliver();
    expect(await textOf(response)).toContain('"tax":7');
    await until(() => loadLimit.inFlight === 0);
    expect(outcomes).toEqual(['OK']);
    expect(logged).toEqual([[expect.objectContaining({ err: expect.any(Error) }), 'an execution failed']]);
  });

  it('ends the work of a client that leaves between two parts, and frees its place', async () => {
    const { execution, left } = inTwoParts();
    execute = (_, context) => Promise.resolve(execution(context));
    const response = await ask(INCREMENTAL);
    await once(response, 'data');
    response.destroy();
    await left;
    await until(() => loadLimit.inFlight === 0);
    expect(outcomes).toEqual(['CLIENT_GONE']);
  });

  it('ends the work of a client that leaves before any answer, and not that of one that got it', async () => {
    const contexts: SubjectContext[] = [];
    execute = (_, context) => {
      contexts.push(context);
      return new Promise((resolve) =>
        context.deadline.onOver(() => resolve({ kind: 'complete', data: {}, errors: [] })),
      );
    };
    const { port } = server.address() as AddressInfo;
    const request = sendRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    request.on('error', () => undefined).end('{}');
    await until(() => contexts.length === 1);
    request.destroy();
    await until(() => outcomes.length === 1);
    expect(outcomes).toEqual(['CLIENT_GONE']);
    expect(contexts[0]?.deadline.reason).toMatchObject({ code: 'CLIENT_GONE' });

    execute = (_, context) => {
      contexts.push(context);
      return Promise.resolve({ kind: 'complete', data: {}, errors: [] });
    };
    await textOf(await ask());
    await until(() => loadLimit.inFlight === 0);
    expect(contexts[1]?.deadline.isOver).toBe(false);
  });

  it('answers for an engine that breaks its promise not to fail', async () => {
    execute = () => Promise.reject(new TypeError('secret'));
    const response = await ask();
    expect(response.statusCode).toBe(500);
    expect(await textOf(response)).not.toContain('secret');
    expect(logged).toEqual([[expect.objectContaining({ err: expect.any(TypeError) }), 'an execution failed']]);
    expect(outcomes).toEqual(['INTERNAL']);
  });
});
