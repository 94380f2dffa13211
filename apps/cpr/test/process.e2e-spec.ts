import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const MAIN = 'dist/apps/cpr/src/main.js';
const folder = mkdtempSync(path.join(tmpdir(), 'cpr-'));
const keyFile = path.join(folder, 'cpr.key');
const environment = {
  CPR_PORT: '0',
  CPR_METRICS_PORT: '0',
  CPR_GATEWAY_ISSUER: 'http://gateway.test',
  CPR_GATEWAY_JWKS_URL: 'http://127.0.0.1:1/jwks.json',
  CPR_RECORD_OWNER_KEY_FILE: keyFile,
  CPR_SOURCE_URL: 'http://127.0.0.1:1',
};

function run(file: string, variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, [path.join(ROOT, file)], {
    cwd: ROOT,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const exitCode = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, said, exitCode };
}

beforeAll(async () => {
  writeFileSync(keyFile, Buffer.alloc(32, 1).toString('base64'));
  expect(await run('tools/build.mjs').exitCode).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('starts without source and gateway, says where it listens, and stops when told to', async () => {
  const { child, said, exitCode } = run(MAIN, environment);
  while (!said.out.includes('"msg":"listening"')) await once(child.stdout, 'data');
  const listening = said.out.split('\n').find((line) => line.includes('"msg":"listening"')) ?? '';
  const { port, app } = JSON.parse(listening) as { port: number; app: string };
  expect(app).toBe('cpr');
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  // Not before it has the gateway's keys.
  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503);
  expect((await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST' })).status).toBe(401);
  child.kill('SIGTERM');
  expect([await exitCode, said.err]).toEqual([0, '']);
}, 30_000);

it('names every fault of its configuration at once and no value, and exits with 78', async () => {
  const { said, exitCode } = run(MAIN, {
    ...environment,
    CPR_PORT: 'hemmelig',
    CPR_SOURCE_URL: '',
    CPR_UNKNOWN: 'hemmelig',
  });
  expect(await exitCode).toBe(78);
  for (const variable of ['CPR_PORT', 'CPR_SOURCE_URL', 'CPR_UNKNOWN']) expect(said.err).toContain(variable);
  expect(said.err + said.out).not.toContain('hemmelig');
}, 30_000);

it('exits with 78 when the contract is not where it should be', async () => {
  const { said, exitCode } = run(MAIN, { ...environment, CPR_CONTRACTS_DIR: folder });
  expect(await exitCode).toBe(78);
  expect(said.err).toContain('cpr/schema.graphql');
}, 30_000);

it.each(['CPR_PORT', 'CPR_METRICS_PORT'])(
  'says which port is taken when that of %s is',
  async (variable) => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { said, exitCode } = run(MAIN, { ...environment, [variable]: String(port) });
    expect([await exitCode, said.err]).toEqual([1, `cpr cannot start: port ${port} is in use\n`]);
    await new Promise((resolve) => other.close(resolve));
  },
  30_000,
);
