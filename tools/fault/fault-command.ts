import { parseArgs } from 'node:util';
import { z } from 'zod';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const Board = z.object({
  sources: z.record(
    z.string(),
    z
      .looseObject({ kind: z.string(), sharePercent: z.number(), met: z.number(), times: z.number().optional() })
      .nullable(),
  ),
  kinds: z.record(z.string(), z.object({ says: z.string(), options: z.array(z.string()) })),
});
type Board = z.output<typeof Board>;

const Refusal = z.object({ faults: z.array(z.object({ field: z.string() })).default([]) });

/** Options of the command line and the fields of the control endpoint that they set. */
const NUMBERS = {
  share: 'share',
  times: 'times',
  'latency-ms': 'latencyMs',
  'interval-ms': 'intervalMs',
  'wait-ms': 'waitMs',
  bytes: 'bytes',
} as const;
const TIME_LIMIT_MS = 5_000;
const EXIT_USAGE = 2;

/** Runs the command against the control endpoint of the test sources. Never throws. */
export async function runFaultCommand(args: readonly string[], controlUrl: string): Promise<CommandResult> {
  try {
    return await run(args, controlUrl);
  } catch (thrown) {
    if (thrown instanceof UsageError) return { exitCode: EXIT_USAGE, stdout: '', stderr: `${thrown.message}\n` };
    return {
      exitCode: 1,
      stdout: '',
      stderr: `Nothing answers at ${controlUrl}.\nIs the system running? Start it with: npm start\n`,
    };
  }
}

class UsageError extends Error {}

async function run(args: readonly string[], controlUrl: string): Promise<CommandResult> {
  const { source, kind, body } = readArguments(args);
  const board = Board.parse(await (await call(controlUrl, 'GET', '/faults')).json());
  if (source === undefined) return done(render(board));
  const known = Object.keys(board.sources);
  if (source === 'off') {
    await Promise.all(known.map((one) => call(controlUrl, 'DELETE', `/faults/${one}`)));
    return done('All sources are well.\n');
  }
  if (!known.includes(source)) throw new UsageError(`There is no source ${source}. Sources: ${known.join(', ')}`);
  if (kind === undefined) return done(render(board, source));
  if (kind === 'off') {
    await call(controlUrl, 'DELETE', `/faults/${source}`);
    return done(`${source} is well.\n`);
  }
  const fault = board.kinds[kind];
  if (fault === undefined) throw new UsageError(`There is no fault ${kind}.\n\n${renderKinds(board)}`);
  const response = await call(controlUrl, 'PUT', `/faults/${source}`, { kind, ...body });
  if (!response.ok)
    throw new UsageError(refusalText(kind, Refusal.safeParse(await response.json()).data?.faults ?? []));
  return done(`${source} ${fault.says}.\nTake it off with: npm run fault -- ${source} off\n`);
}

function readArguments(args: readonly string[]) {
  const numbers = Object.keys(NUMBERS).map((name) => [name, { type: 'string' }] as const);
  const parsed = parse(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...Object.fromEntries(numbers), 'opens-at': { type: 'string' } },
    }),
  );
  const values: Readonly<Record<string, unknown>> = parsed.values;
  const [source, kind, ...more] = parsed.positionals;
  if (more.length > 0) throw new UsageError(usage);
  const given = Object.entries(NUMBERS).flatMap(([name, field]) => {
    const value = values[name];
    if (value === undefined) return [];
    if (typeof value !== 'string' || !/^\d{1,12}$/.test(value)) throw new UsageError(`--${name} is a whole number.`);
    return [[field, Number(value)] as const];
  });
  const opensAt = values['opens-at'];
  return { source, kind, body: { ...Object.fromEntries(given), ...(typeof opensAt === 'string' ? { opensAt } : {}) } };
}

const usage = `Usage: npm run fault                                  what is wrong now, and what can be
       npm run fault -- <source> <fault> [options]    --share 30 --times 5 --latency-ms 500
       npm run fault -- <source> off
       npm run fault -- off`;

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new UsageError(usage);
  }
}

function refusalText(kind: string, faults: readonly { readonly field: string }[]): string {
  const names = faults.map(({ field }) => flagOf(field)).join(', ');
  return `Refused for ${kind}: ${names === '' ? 'the options do' : `${names} does`} not fit this fault, or the value is out of range.`;
}

/** `latencyMs` as one writes it on the command line. */
function flagOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function call(controlUrl: string, method: string, path: string, body?: object): Promise<Response> {
  return fetch(new URL(path, controlUrl), {
    method,
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

function render(board: Board, only?: string): string {
  const names = Object.keys(board.sources).filter((name) => only === undefined || name === only);
  const width = Math.max(...names.map(({ length }) => length));
  const states = names.map((name) => `  ${name.padEnd(width)}  ${stateOf(board, name)}`).join('\n');
  return only === undefined ? `Sources now:\n${states}\n\n${renderKinds(board)}\n${usage}\n` : `${states}\n`;
}

function stateOf({ sources, kinds }: Board, name: string): string {
  const fault = sources[name];
  if (fault === undefined || fault === null) return 'well';
  const often = [
    fault.sharePercent === 100 ? '' : `, ${fault.sharePercent} % of the requests`,
    fault.times === undefined ? '' : `, ${fault.times} times`,
  ];
  return `${fault.kind}: ${kinds[fault.kind]?.says ?? ''}${often.join('')} (met ${fault.met} so far)`;
}

function renderKinds({ kinds }: Board): string {
  const width = Math.max(...Object.keys(kinds).map(({ length }) => length));
  return `Faults:\n${Object.entries(kinds)
    .map(([kind, { says, options }]) => `  ${kind.padEnd(width)}  ${[says, ...options.map(flagOf)].join('  ')}`)
    .join('\n')}\n`;
}

function done(stdout: string): CommandResult {
  return { exitCode: 0, stdout, stderr: '' };
}
