/** `npm start`: brings up the whole system on this machine and says what to try. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  AppStartError,
  RunningStack,
  STACK_APPS,
  STACK_PORTS,
  TEST_PERSONS,
  findTakenPorts,
  prefixOf,
  type StackApp,
  type StackPortName,
  type StackPorts,
} from '@app/testing';

const root = path.resolve(import.meta.dirname, '../..');
const logs = path.join(root, '.run/logs');
/** In production it is 15 minutes, or until an operator ends it. */
const QUARANTINE_MS = 30_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

const started = performance.now();
let isStarting = true;
// Until the stack can be stopped in order; leaving kills the apps that have started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (isStarting) process.exit(130);
  });

const ports = portsFrom(process.env);
await requireFreePorts(ports);
mkdirSync(logs, { recursive: true });

let stack: RunningStack;
try {
  const [, running] = await Promise.all([
    buildPlayground(),
    RunningStack.start({ root, ports, variables: variablesFrom(process.env), onLine: keepLine() }),
  ]);
  stack = running;
} catch (thrown) {
  process.stderr.write(`${thrown instanceof AppStartError ? thrown.message : String(thrown)}\n`);
  process.exit(1);
}
say(table(stack));
let isStopping = false;
isStarting = false;
stopOnSignal(stack);
const ended = await stack.untilAnyExit();
if (isStopping) await new Promise(() => undefined);
process.stderr.write(
  `${ended} has ended by itself; its last lines are in .run/logs/${ended}.log. Stopping the rest.\n`,
);
await stack.stop();
process.exit(1);

function portsFrom(environment: NodeJS.ProcessEnv): StackPorts {
  const entries = (Object.keys(STACK_PORTS) as StackPortName[]).map((name) => {
    const given = environment[name];
    const port = given === undefined || given === '' ? STACK_PORTS[name] : Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      process.stderr.write(`${name} must be a port, 1 to 65535\n`);
      process.exit(78);
    }
    return [name, port];
  });
  return Object.fromEntries(entries) as StackPorts;
}

/** What the caller set for an app goes to that app; it checks its own variables. */
function variablesFrom(environment: NodeJS.ProcessEnv): Record<StackApp, Record<string, string>> {
  const own = (app: StackApp) =>
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[0].startsWith(`${prefixOf(app)}_`) && entry[1] !== undefined && entry[1] !== '',
    );
  const settings = STACK_APPS.map((app) => [app, { ...shortQuarantine(app), ...Object.fromEntries(own(app)) }]);
  return Object.fromEntries(settings) as Record<StackApp, Record<string, string>>;
}

/** Whoever tries a dishonest source wants to see it come back, not to wait for a quarter of an hour. */
function shortQuarantine(app: StackApp): Record<string, string> {
  return app.startsWith('test-') ? {} : { [`${prefixOf(app)}_QUARANTINE_MS`]: String(QUARANTINE_MS) };
}

async function requireFreePorts(wanted: StackPorts): Promise<void> {
  const taken = await findTakenPorts(wanted);
  if (taken.length === 0) return;
  for (const name of taken)
    process.stderr.write(
      `Port ${wanted[name]} is taken. Free it, or choose another: ${name}=${wanted[name] + 100} npm start\n`,
    );
  process.exit(1);
}

async function buildPlayground(): Promise<void> {
  const builder = spawn(process.execPath, [path.join(root, 'tools/build-playground.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(builder, 'exit')) as [number | null];
  if (code !== 0) process.stderr.write('The playground could not be built; everything else works.\n');
}

/** Keeps every line in a file per app, and shows those that an operator would want to see. */
function keepLine(): (app: StackApp, line: string) => void {
  const files = new Map(STACK_APPS.map((app) => [app, createWriteStream(path.join(logs, `${app}.log`))]));
  return (app, line) => {
    files.get(app)?.write(`${line}\n`);
    const shown = /^\{"level":"(warn|error|fatal)"/.test(line) ? describeLine(line) : undefined;
    if (shown !== undefined) say(`[${app}] ${shown}`);
  };
}

function describeLine(line: string): string {
  const { level, msg, authority, source, state, alarm } = JSON.parse(line) as Record<string, unknown>;
  const about = [authority ?? source, state, alarm].filter((part) => typeof part === 'string');
  return [`${String(level)}:`, msg, about.length === 0 ? '' : `(${about.join(', ')})`].join(' ').trim();
}

function stopOnSignal(running: RunningStack): void {
  const stop = async () => {
    // npm passes Ctrl-C on, so it arrives twice.
    if (isStopping) return;
    isStopping = true;
    say('\nStopping …');
    const codes = await running.stop();
    const unclean = [...codes].filter(([, code]) => code !== 0);
    say(
      unclean.length === 0
        ? 'Stopped.'
        : `Stopped; not cleanly: ${unclean.map(([app, code]) => `${app} (${code})`).join(', ')}.`,
    );
    process.exit(unclean.length === 0 ? 0 : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

function table({ urls }: RunningStack): string {
  const rows: [string, string, string][] = [
    ['Gateway', urls.gateway, 'POST /graphql (registered), /sandbox/graphql, /health/sources'],
    ['Playground', `${urls.gateway}/playground`, 'GraphiQL, log in as a test person'],
    ['Metrics', `${urls.operations}/metrics`, 'Prometheus; operators only'],
    ['cpr', urls.cpr, 'subgraph over the Datafordeler'],
    ['udbetaling-danmark', urls['udbetaling-danmark'], 'subgraph over the data-source interface'],
    ['skat', urls.skat, 'subgraph over Skattestyrelsen and Gældsstyrelsen'],
    ['Test MitID', urls['test-mitid'], 'OpenID provider with the test persons'],
    ['Test sources', urls['test-sources'], `stand-ins for the authorities' own APIs; faults at ${urls.control}`],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = ([what, where, note]: [string, string, string]) =>
    `  ${what.padEnd(widths[0]!)}  ${where.padEnd(widths[1]!)}  ${note}`;
  const keyWidth = Math.max(...TEST_PERSONS.map(({ key }) => key.length));
  return [
    '',
    `Mit Overblik gateway is ready after ${((performance.now() - started) / 1000).toFixed(1)} s. All persons and amounts are invented.`,
    '',
    ...rows.map(line),
    '',
    '  Test persons',
    ...TEST_PERSONS.map(({ key, situation }) => `    ${key.padEnd(keyWidth)}  ${situation.en}`),
    '',
    '  Try next (in another terminal)',
    '    npm run overview -- parent        the personal overview of one citizen',
    '    npm run fault -- skat hang        make an authority hang, look again, then: npm run fault -- skat off',
    `    open ${urls.gateway}/playground   log in as a test person and change the query`,
    '',
    `  An authority that answers about another person is in quarantine for ${QUARANTINE_MS / 1000} s here (15 min in production).`,
    '  Logs are in .run/logs. Ctrl-C stops everything.',
    '',
  ].join('\n');
}
