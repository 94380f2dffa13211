import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { STACK_APPS, prefixOf, type RunningStack, type StackApp } from '@app/testing';
import { ROOT, Visitor, startPatientStack, warmUp, type Answer } from './support/stack.js';

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

async function run(entry: string, environment: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(ROOT, entry)], { cwd: ROOT, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const mainOf = (app: StackApp) => `dist/apps/${app}/src/main.js`;

describe('a configuration that cannot be used', () => {
  it.each([...STACK_APPS])('stops %s before it starts, names every fault and shows no value', async (app) => {
    const prefix = prefixOf(app);
    const { code, output } = await run(mainOf(app), {
      [`${prefix}_PORT`]: 'hunter2',
      [`${prefix}_LOG_LEVEL`]: 'hunter3',
      [`${prefix}_POTR`]: '1',
    });
    expect(code).toBe(78);
    for (const name of ['PORT', 'LOG_LEVEL', 'POTR']) expect(output).toContain(`${prefix}_${name}`);
    expect(output).not.toMatch(/hunter|\bat .*\.js/);
  });

  it.each(['test-mitid', 'test-sources'] as const)('%s refuses to run in production', async (app) => {
    const { code } = await run(mainOf(app), { NODE_ENV: 'production' });
    expect(code).toBe(78);
  });

  it('the start command says which port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const { code, output } = await run('dist/tools/start.js', { SKAT_PORT: String(port) });
    squatter.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is taken`);
    expect(output).toContain('SKAT_PORT=');
  });
});

async function outcomeOf(request: Promise<Answer>): Promise<string> {
  try {
    const { status, body } = await request;
    return status === 200 && body.data != null ? 'answered' : `status ${status} ${body.errors?.[0]?.extensions.code}`;
  } catch (thrown) {
    // Errors of Node come from outside of Jest's realm, so they are no `Error` here.
    return `lost: ${(thrown as { cause?: { code?: string } }).cause?.code ?? String(thrown)}`;
  }
}

describe('a gateway that is told to stop under load', () => {
  const CONCURRENCY = 8;
  let stack: RunningStack;
  let parent: Visitor;

  beforeAll(async () => {
    stack = await startPatientStack({ variables: { gateway: { GATEWAY_STOP_DELAY_MS: '1000' } } });
    parent = await Visitor.person(stack, 'parent');
    await warmUp(parent);
  });

  afterAll(async () => {
    await stack?.stop();
  });

  /** It still listens while it says so; a refused connection fails the test. */
  async function untilNotReady(): Promise<void> {
    while ((await fetch(`${stack.urls.gateway}/health/ready`)).status !== 503);
  }

  it('answers every request until load balancers know, says that it is not ready, and ends with 0', async () => {
    const outcomes: string[] = [];
    let isInRotation = true;
    // As behind a load balancer: whoever is not ready gets no new request; what was sent must be answered.
    const client = async () => {
      while (isInRotation) outcomes.push(await outcomeOf(parent.overview()));
    };
    const clients = Array.from({ length: CONCURRENCY }, client);
    while (outcomes.length < 100) await new Promise((resolve) => setTimeout(resolve, 10));
    const gateway = stack.process('gateway');
    gateway.signal('SIGTERM');
    await untilNotReady();
    const answeredBefore = outcomes.length;
    while (outcomes.length < answeredBefore + CONCURRENCY) await new Promise((resolve) => setTimeout(resolve, 5));
    isInRotation = false;
    await Promise.all(clients);
    expect(await gateway.untilExit()).toBe(0);
    expect(outcomes.filter((outcome) => outcome !== 'answered')).toEqual([]);
  });

  it('leaves the other apps to stop as cleanly', async () => {
    const codes = await stack.stop();
    expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(STACK_APPS.map((app) => [app, 0])));
  });
});
