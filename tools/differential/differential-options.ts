import { parseArgs } from 'node:util';

export interface DifferentialOptions {
  /** Random operations over all fixtures together, for each of the comparisons. */
  readonly operations: number;
  readonly seed: number;
  /** Repeats one failure that an earlier run told. */
  readonly path: string | undefined;
  /** Name of the only fixture to look at. */
  readonly fixture: string | undefined;
}

export const USAGE = `npm run differential -- [options]

  --operations N    random operations per comparison, over all fixtures (1 to 1000000, default 10000)
  --seed N          where they begin (default: a new one, which is printed)
  --path P          repeats the one failure that a run printed; needs its --seed and --fixture
  --fixture NAME    this fixture only
`;

const OPERATIONS_MAX = 1_000_000;
const SEED_MAX = 2 ** 31 - 1;

export class UsageError extends Error {}

/** Errors: `UsageError` that says what is wrong. `newSeed`: used when none is given. */
export function readDifferentialOptions(args: readonly string[], newSeed: () => number): DifferentialOptions {
  const { operations, seed, path, fixture } = parse(args);
  if (path !== undefined && (seed === undefined || fixture === undefined))
    throw new UsageError('--path needs --seed and --fixture');
  return {
    operations: readNumber('--operations', operations, 1, OPERATIONS_MAX) ?? 10_000,
    seed: readNumber('--seed', seed, 0, SEED_MAX) ?? newSeed(),
    path,
    fixture,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { operations: text, seed: text, path: text, fixture: text } }).values;
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : 'unknown option');
  }
}

function readNumber(option: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < min || number > max)
    throw new UsageError(`${option} is a whole number from ${min} to ${max}`);
  return number;
}
