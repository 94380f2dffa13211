import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Timers } from '@app/resilience';
import type { CompleteExecution, DeliveredParts, Execution, IncrementalExecution } from '../ports/execution.js';
import type { Delivery } from './delivery.js';
import { writeExecution, type WriteOptions } from './write-execution.js';

const json: Delivery = { complete: { kind: 'json', mediaType: 'application/json' } };
const graphqlJson: Delivery = { complete: { kind: 'json', mediaType: 'application/graphql-response+json' } };
const multipart: Delivery = { ...graphqlJson, incremental: { kind: 'multipart', format: 'incrementalSpec=v0.2' } };
const events: Delivery = { ...graphqlJson, incremental: { kind: 'event-stream', format: 'deferSpec=20220824' } };

/** Time that a test moves by hand. */
class HandTimers implements Timers {
  private waiting: { readonly ms: number; readonly run: () => void }[] = [];

  get count(): number {
    return this.waiting.length;
  }

  now(): number {
    return 0;
  }

  wallNow(): number {
    return 0;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { ms, run };
    this.waiting.push(timer);
    return () => {
      this.waiting = this.waiting.filter((each) => each !== timer);
    };
  }

  fire(): void {
    const due = this.waiting;
    this.waiting = [];
    for (const { run } of due) run();
  }
}

type Step = () => Promise<IteratorResult<DeliveredParts>>;

/** Parts that arrive when the test says so. `return` is heard at once, also while one is awaited. */
class Arriving implements AsyncIterator<DeliveredParts> {
  readonly returned: Promise<void>;
  private readonly noteReturn: () => void;
  private readonly arrived: Step[] = [];
  private awaited: ((step: Step) => void) | undefined;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.returned = promise;
    this.noteReturn = resolve;
  }

  async next(): Promise<IteratorResult<DeliveredParts>> {
    const step = this.arrived.shift() ?? (await new Promise<Step>((resolve) => (this.awaited = resolve)));
    return step();
  }

  return(): Promise<IteratorResult<DeliveredParts>> {
    this.noteReturn();
    return Promise.resolve({ done: true, value: undefined });
  }

  arrive(value: DeliveredParts): void {
    this.take(() => Promise.resolve({ done: false, value }));
  }

  end(): void {
    this.take(() => Promise.resolve({ done: true, value: undefined }));
  }

  break(reason: Error): void {
    this.take(() => Promise.reject(reason));
  }

  private take(step: Step): void {
    if (this.awaited === undefined) this.arrived.push(step);
    else this.awaited(step);
    this.awaited = undefined;
  }

  execution(data: Record<string, unknown> = { me: {} }): IncrementalExecution {
    return {
      kind: 'incremental',
      data,
      errors: [],
      pending: [{ id: '0', path: ['me'] }],
      later: { [Symbol.asyncIterator]: () => this },
    };
  }
}

const lastPart: DeliveredParts = {
  parts: [{ part: { id: '0', path: ['me'] }, data: { name: 'Åse' }, errors: [], pending: [] }],
  hasNext: false,
};
const complete: CompleteExecution = { kind: 'complete', data: { me: { name: 'Åse' } }, errors: [] };

let server: Server;
let handle: (response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer((_, response) => handle(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Answers the next request with an execution; `written` ends when the writer has. */
function serve(execution: Execution, options: Partial<WriteOptions> & Pick<WriteOptions, 'delivery'>) {
  const { promise: written, resolve, reject } = Promise.withResolvers<void>();
  const { promise: response, resolve: note } = Promise.withResolvers<ServerResponse>();
  written.catch(() => undefined);
  handle = (given) => {
    note(given);
    writeExecution(given, execution, { describe: ({ code }) => ({ message: code }), ...options }).then(
      () => resolve(),
      reject,
    );
  };
  return { written, response };
}

async function ask(): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: '127.0.0.1', agent: false });
  asked.on('error', () => undefined);
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.setEncoding('utf8');
  return answer;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer) text += chunk;
  return text;
}

async function nextChunk(answer: IncomingMessage): Promise<string> {
  const [chunk] = (await once(answer, 'data')) as [string];
  return chunk;
}

describe('an answer in one piece', () => {
  it('goes out with its length, not to be stored', async () => {
    serve(complete, { delivery: json, extensions: { transactionId: 't' } });
    const answer = await ask();
    const text = '{"data":{"me":{"name":"Åse"}},"extensions":{"transactionId":"t"}}';
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      'cache-control': 'no-store',
    });
    expect(await textOf(answer)).toBe(text);
  });

  const data = { me: null };

  it.each<[string, Delivery, Omit<CompleteExecution, 'kind'>, number]>([
    ['partial data', graphqlJson, { data, errors: [{ code: 'AUTHORITY_TIMEOUT' }] }, 200],
    ['a null that rose to the top', graphqlJson, { data: null, errors: [{ code: 'VALUE_MISSING' }] }, 200],
    ['a wrong document', graphqlJson, { errors: [{ code: 'OPERATION_INVALID' }] }, 400],
    ['a server that is busy', graphqlJson, { errors: [{ code: 'TOO_BUSY' }] }, 503],
    ['nothing at all', graphqlJson, { errors: [] }, 500],
    ['a wrong document, to an old client', json, { errors: [{ code: 'OPERATION_INVALID' }] }, 200],
  ])('has the status of what happened: %s', async (_, delivery, execution, status) => {
    serve({ kind: 'complete', ...execution }, { delivery });
    const answer = await ask();
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
    expect('data' in (JSON.parse(await textOf(answer)) as object)).toBe('data' in execution);
  });

  it('is one part for a client that takes nothing else', async () => {
    const only: Delivery = { complete: { kind: 'multipart', format: 'deferSpec=20220824' } };
    serve(complete, { delivery: only });
    const answer = await ask();
    expect(answer.headers['content-type']).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
    expect(await textOf(answer)).toMatch(/^\r\n---\r\n.*\r\n-----\r\n$/s);
  });
});

describe('an answer in parts', () => {
  it('goes out part by part, each when it arrives', async () => {
    const arriving = new Arriving();
    const { written } = serve(arriving.execution(), { delivery: multipart });
    const answer = await ask();
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    expect(await nextChunk(answer)).toMatch(/\{"data":\{"me":\{\}\}.*"hasNext":true\}\r\n---\r\n$/);
    arriving.arrive(lastPart);
    expect(await nextChunk(answer)).toMatch(/"hasNext":false\}\r\n-----\r\n$/);
    arriving.end();
    await once(answer, 'end');
    await written;
  });

  it('waits for a client that reads slowly', async () => {
    const arriving = new Arriving();
    const large = 'x'.repeat(8 * 1024 * 1024);
    const { written, response } = serve(arriving.execution({ me: { large } }), { delivery: multipart });
    const answer = await ask();
    const sending = await response;
    expect(sending.writableNeedDrain).toBe(true);
    const listeners = () => sending.listenerCount('drain');
    expect(listeners()).toBe(1);
    answer.resume();
    await once(sending, 'drain');
    expect(listeners()).toBe(0);
    arriving.arrive(lastPart);
    arriving.end();
    await written;
  });

  it('is put together for a client that takes one piece only', async () => {
    const arriving = new Arriving();
    serve(arriving.execution(), { delivery: json });
    arriving.arrive(lastPart);
    arriving.end();
    const answer = await ask();
    expect(await textOf(answer)).toBe('{"data":{"me":{"name":"Åse"}}}');
  });

  it.each([multipart, events])('is cancelled when the client leaves while a part is awaited: %j', async (delivery) => {
    const arriving = new Arriving();
    const { written } = serve(arriving.execution(), { delivery });
    const answer = await ask();
    await nextChunk(answer);
    answer.destroy();
    await arriving.returned;
    await written;
  });

  it('is cancelled when the client leaves before anything was written', async () => {
    const arriving = new Arriving();
    const { written, response } = serve(arriving.execution(), { delivery: json });
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1', agent: false }).on('error', () => undefined);
    asked.end();
    const sending = await response;
    asked.destroy();
    await arriving.returned;
    await written;
    expect(sending.headersSent).toBe(false);
  });

  it('is cancelled when the client leaves without reading what it was sent', async () => {
    const arriving = new Arriving();
    const { written } = serve(arriving.execution({ me: { large: 'x'.repeat(8 * 1024 * 1024) } }), {
      delivery: multipart,
    });
    const answer = await ask();
    answer.destroy();
    await arriving.returned;
    await written;
  });

  it('is cut off, not ended, when the engine breaks, and says why', async () => {
    const arriving = new Arriving();
    const { written } = serve(arriving.execution(), { delivery: multipart });
    const answer = await ask();
    await nextChunk(answer);
    const closed = once(answer, 'error');
    arriving.break(new Error('broken'));
    await expect(written).rejects.toThrow('broken');
    expect((await closed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('the heartbeat', () => {
  it('keeps an event stream alive until its end', async () => {
    const arriving = new Arriving();
    const timers = new HandTimers();
    const { written } = serve(arriving.execution(), { delivery: events, timers });
    const answer = await ask();
    await nextChunk(answer);
    for (let beat = 0; beat < 2; beat += 1) {
      timers.fire();
      expect(await nextChunk(answer)).toBe(':\n');
    }
    arriving.arrive(lastPart);
    expect(await nextChunk(answer)).toMatch(/event: complete\ndata:\n\n$/);
    arriving.end();
    await written;
    expect(timers.count).toBe(0);
  });

  it('stops when the client leaves', async () => {
    const arriving = new Arriving();
    const timers = new HandTimers();
    const { written } = serve(arriving.execution(), { delivery: events, timers });
    const answer = await ask();
    await nextChunk(answer);
    answer.destroy();
    await written;
    expect(timers.count).toBe(0);
  });

  it('is not in a multipart answer, where clients would take it for a part', async () => {
    const timers = new HandTimers();
    const arriving = new Arriving();
    serve(arriving.execution(), { delivery: multipart, timers });
    await nextChunk(await ask());
    expect(timers.count).toBe(0);
  });
});
