import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

class Run {
  out = '';
  err = '';
  private readonly child;

  constructor(file: string, environment: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [path.join(ROOT, file)], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.err += text));
  }

  async untilListening(): Promise<void> {
    while (!this.out.includes('"msg":"listening"')) await once(this.child.stdout, 'data');
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async exitCode(): Promise<unknown> {
    const [code]: unknown[] = await once(this.child, 'close');
    return code;
  }
}

const MAIN = 'dist/apps/test-mitid/src/main.js';
beforeAll(async () => expect(await new Run('tools/build.mjs').exitCode()).toBe(0), 30_000);

it('starts, says so in one line of JSON and nothing else, and stops when told to', async () => {
  const run = new Run(MAIN, { TEST_MITID_PORT: '0' });
  await run.untilListening();
  const listening: unknown = JSON.parse(run.out);
  expect(listening).toMatchObject({ app: 'test-mitid', msg: 'listening', port: expect.any(Number) });
  const exit = run.exitCode();
  run.kill('SIGTERM');
  expect([await exit, run.err]).toEqual([0, '']);
  for (const line of run.out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ app: 'test-mitid' });
}, 15_000);

it('refuses to start in production', async () => {
  const run = new Run(MAIN, { TEST_MITID_PORT: '0', NODE_ENV: 'production' });
  expect(await run.exitCode()).toBe(78);
  expect(run.err).toContain('never runs in production');
  expect(run.out).toBe('');
}, 15_000);

it('says which port is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  const run = new Run(MAIN, { TEST_MITID_PORT: port });
  expect(await run.exitCode()).toBe(1);
  expect(run.err).toBe(`test-mitid cannot start: port ${port} on 127.0.0.1 is taken (TEST_MITID_PORT)\n`);
  await new Promise((resolve) => other.close(resolve));
}, 15_000);

it('refuses a signing key that is none', async () => {
  const run = new Run(MAIN, { TEST_MITID_PORT: '0', TEST_MITID_SIGNING_KEY_FILE: path.join(ROOT, 'package.json') });
  expect(await run.exitCode()).toBe(78);
  expect(run.err).toContain('TEST_MITID_SIGNING_KEY_FILE');
}, 15_000);
