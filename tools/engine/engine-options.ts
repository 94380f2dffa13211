import { parseArgs } from 'node:util';

export interface EngineOptions {
  /** File of the composed supergraph. */
  readonly supergraph: string;
  /** 0: any that is free. */
  readonly port: number;
  /** A loopback address. */
  readonly host: string;
  /** Addresses of subgraphs in place of those that were composed in, by name. */
  readonly addresses: ReadonlyMap<string, string>;
}

export const USAGE = `npm run engine -- --supergraph FILE --port N [--host 127.0.0.1] [--subgraph NAME=URL]...

  --supergraph FILE    the composed supergraph, SDL
  --port N             port of POST /graphql, GET /graphql and GET /health (0 to 65535; 0 takes any that is free)
  --host ADDRESS       a loopback address: 127.0.0.1 (default), ::1 or localhost
  --subgraph NAME=URL  address of a subgraph in place of the one in the supergraph; once for each

Exit codes: 2 wrong options, 78 the supergraph cannot be served, 1 anything else.
`;

export class UsageError extends Error {}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const PORT_MAX = 65_535;

/** Errors: `UsageError` that says what is wrong. */
export function readEngineOptions(args: readonly string[]): EngineOptions {
  const { supergraph, port, host, subgraph } = parse(args).values;
  if (supergraph === undefined) throw new UsageError('--supergraph is missing');
  if (port === undefined) throw new UsageError('--port is missing');
  if (!/^\d{1,5}$/.test(port) || Number(port) > PORT_MAX)
    throw new UsageError(`--port takes a whole number from 0 to ${PORT_MAX}`);
  if (!LOOPBACK.has(host))
    throw new UsageError(`--host takes ${[...LOOPBACK].join(', ')}: whoever reaches this server may ask everything`);
  return { supergraph, port: Number(port), host, addresses: new Map(subgraph.map(readAddress)) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        supergraph: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        subgraph: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readAddress(text: string): [string, string] {
  const equals = text.indexOf('=');
  const url = text.slice(equals + 1);
  if (equals < 1 || !isHttpUrl(url))
    throw new UsageError(`--subgraph takes NAME=URL with http or https, not "${text}"`);
  return [text.slice(0, equals), url];
}

/** Whether it is an address that a subgraph can be asked at. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
