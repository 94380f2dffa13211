import { z } from 'zod';

/** Thrown when the environment cannot be used; names every fault at once and no value. */
export class ConfigurationError extends Error {
  constructor(
    readonly app: string,
    readonly faults: readonly string[],
  ) {
    super(
      `${app} cannot start, its configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads an app's variables out of the environment.
 *
 * Shape:  every variable of an app starts with its prefix (`GATEWAY_`); an empty value counts as not set.
 * Errors: `ConfigurationError` with every fault: missing, invalid, and unknown variables that bear the prefix.
 *         Values never appear, as they may be secrets.
 */
export function parseEnv<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
  prefix: string,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const known = Object.keys(schema.shape);
  const unknown = Object.keys(given).filter((name) => name.startsWith(prefix) && !known.includes(name));
  const result = schema.safeParse(given);
  const faults = [
    ...unknown.map((name) => `${name}: no variable of that name is known${closest(name, known)}`),
    ...(result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${reasonOf(issue, given)}`)),
  ];
  if (!result.success || faults.length > 0)
    throw new ConfigurationError(prefix.replace(/_$/, '').toLowerCase(), faults);
  return result.data;
}

/** zod's own messages quote what was received in some cases; these never do. */
function reasonOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(given, String(issue.path[0]))) return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return `must be a ${issue.expected}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'custom':
      return issue.message;
    default:
      return 'is not valid';
  }
}

function closest(name: string, known: readonly string[]): string {
  const candidates = known
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = candidates[0];
  return best !== undefined && best.distance <= 3 ? ` (did you mean ${best.other}?)` : '';
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (left === right ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
