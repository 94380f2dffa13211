import { parseArgs } from 'node:util';
import { PEER_IDS, type PeerId } from './rig/peers.js';
import { SHAPE_IDS, type ShapeId } from './shapes/shape.js';

export const PARTS = ['load', 'latency', 'degraded', 'swap'] as const;
/**
 * `load`: as many requests as it takes. `latency`: a steady rate, slow authorities. `degraded`: one authority breaks.
 * `swap`: the supergraph of our engine is swapped.
 */
export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** In the order of the tables. */
  readonly peers: readonly PeerId[];
  readonly shapes: readonly ShapeId[];
  readonly parts: readonly Part[];
  /** File for all figures as JSON. */
  readonly json: string | undefined;
  /** Whether docs/benchmarks is written. */
  readonly write: boolean;
  /** Profiles this peer instead of comparing any. */
  readonly profile: PeerId | undefined;
  /** Looks at memory over a million requests instead of comparing. */
  readonly soak: boolean;
}

export const USAGE = `npm run bench -- [options]

  --rounds N        rounds, each with every peer freshly started (1 to 20, default 3)
  --seconds N       seconds that are measured per peer, shape and round (1 to 60, default 4)
  --warm-up N       seconds under load before that (1 to 60, default 2)
  --peers A,B       of ${PEER_IDS.join(', ')} (default: all)
  --shapes A,B      of ${SHAPE_IDS.join(', ')} (default: all)
  --parts A,B       of ${PARTS.join(', ')} (default: all; latency needs load)
  --quick           one round of two seconds after one, of load alone; other options have precedence
  --json FILE       writes every figure of every round
  --write           writes docs/benchmarks
  --profile PEER    compares nothing: writes a CPU profile of a peer under load and says where its time goes
  --soak            compares nothing: memory of engine and gateway after 100 000 and 1 000 000 requests; an hour
`;

export class UsageError extends Error {}

/** Errors: `UsageError` that says what is wrong. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parse(args);
  const quick = values.quick ?? false;
  const parts = readList('--parts', values.parts, PARTS) ?? (quick ? ['load'] : PARTS);
  if (parts.includes('latency') && !parts.includes('load')) throw new UsageError('--parts latency needs load');
  return {
    rounds: readNumber('--rounds', values.rounds, 20) ?? (quick ? 1 : 3),
    seconds: readNumber('--seconds', values.seconds, 60) ?? (quick ? 2 : 4),
    warmUpSeconds: readNumber('--warm-up', values['warm-up'], 60) ?? (quick ? 1 : 2),
    peers: readList('--peers', values.peers, PEER_IDS) ?? PEER_IDS,
    shapes: readList('--shapes', values.shapes, SHAPE_IDS) ?? SHAPE_IDS,
    parts,
    json: values.json,
    write: values.write ?? false,
    profile: readList('--profile', values.profile, PEER_IDS)?.[0],
    soak: values.soak ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        'warm-up': { type: 'string' },
        peers: { type: 'string' },
        shapes: { type: 'string' },
        parts: { type: 'string' },
        quick: { type: 'boolean' },
        json: { type: 'string' },
        write: { type: 'boolean' },
        profile: { type: 'string' },
        soak: { type: 'boolean' },
      },
    });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`${name} takes a whole number from 1 to ${most}`);
  return value;
}

/** In the order of `known`, whatever the order of the text. */
function readList<T extends string>(name: string, text: string | undefined, known: readonly T[]): T[] | undefined {
  if (text === undefined) return undefined;
  const asked = text.split(',').map((part) => part.trim());
  const stranger = asked.find((part) => !known.some((each) => each === part));
  if (stranger !== undefined) throw new UsageError(`${name} knows ${known.join(', ')}; not ${stranger}`);
  return known.filter((each) => asked.includes(each));
}
