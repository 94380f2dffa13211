/**
 * The practical limit: a server written by hand for one page. It makes the calls that the gateways make, parses the
 * answers, puts them together and writes JSON. No GraphQL, no checks, no limits, no errors.
 *
 * `BENCH_LIMIT_PLAN`: see `LimitPlan`. `BENCH_LIMIT_CLIENT`: `request` or `dispatch` of undici.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool, type Dispatcher } from 'undici';
import type { LimitPlan } from './limit-plan.js';

type Answer = { readonly data: { readonly citizen: Citizen; readonly _entities: readonly [Citizen] } };
type Citizen = Readonly<Record<string, unknown>>;

const CONNECTIONS = 128;
const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

const plan = JSON.parse(process.env['BENCH_LIMIT_PLAN'] ?? '') as LimitPlan;
const ask = process.env['BENCH_LIMIT_CLIENT'] === 'dispatch' ? askByDispatch : askByRequest;
const poolOf = (origin: string) => new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
const entry = {
  pool: poolOf(plan.entry.origin),
  body: `{"query":${JSON.stringify(plan.entry.query)},"variables":{"id":`,
};
const authorities = plan.authorities.map(({ origin, query }) => ({
  pool: poolOf(origin),
  body: `{"query":${JSON.stringify(query)},"variables":{"representations":[`,
}));

const server = createServer((request, response) => void page(request, response));
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port: (server.address() as AddressInfo).port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));

async function page(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { variables } = JSON.parse(await textOf(request)) as { readonly variables: { readonly id: string } };
  const { citizen } = (await ask(entry.pool, `${entry.body}${JSON.stringify(variables.id)}}}`)).data;
  const representation = JSON.stringify({ __typename: citizen['__typename'], id: citizen['id'] });
  const answers = await Promise.all(
    authorities.map(({ pool, body }) => ask(pool, `${body}${representation}]}}`).then(({ data }) => data._entities[0])),
  );
  const me: Record<string, unknown> = { id: citizen['id'] };
  for (const { name, authority } of plan.sections) me[name] = answers[authority]![name];
  const text = JSON.stringify({ data: { me } });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(200, headers).end(text);
}

async function askByRequest(pool: Pool, body: string): Promise<Answer> {
  const { body: answer } = await pool.request({ path: '/graphql', method: 'POST', headers: HEADERS, body });
  return (await answer.json()) as Answer;
}

function askByDispatch(pool: Pool, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () => {
        const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
        resolve(JSON.parse(whole.toString('utf8')) as Answer);
      },
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch({ path: '/graphql', method: 'POST', headers: HEADERS, body }, handler);
  });
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', reject);
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
