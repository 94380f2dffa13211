import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** File for all figures as JSON. */
  readonly json: string | undefined;
  /** Whether docs/benchmarks/overview.md is written. */
  readonly write: boolean;
  /** Profiles our gateway instead of comparing it. */
  readonly profile: boolean;
}

export const USAGE = `npm run bench -- [--rounds N] [--seconds N] [--warm-up N] [--json FILE] [--write] [--profile]

  --rounds N    rounds, each with every variant freshly started (1 to 20, default 3)
  --seconds N   seconds that are measured per variant and round (1 to 60, default 5)
  --warm-up N   seconds under load before that (1 to 60, default 3)
  --json FILE   writes every figure of every round
  --write       writes docs/benchmarks/overview.md
  --profile     compares nothing: writes a CPU profile of our gateway and says where its time goes
`;

export class UsageError extends Error {}

/** Errors: `UsageError` that says what is wrong. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parse(args);
  return {
    rounds: readNumber('--rounds', values.rounds, 3, 20),
    seconds: readNumber('--seconds', values.seconds, 5, 60),
    warmUpSeconds: readNumber('--warm-up', values['warm-up'], 3, 60),
    json: values.json,
    write: values.write ?? false,
    profile: values.profile ?? false,
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
        json: { type: 'string' },
        write: { type: 'boolean' },
        profile: { type: 'boolean' },
      },
    });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readNumber(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`${name} takes a whole number from 1 to ${most}`);
  return value;
}
