import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Not part of `npm test`. Run it with:
 * `node tools/build.mjs && npm run jest -- --config tools/bench/jest.config.mjs`
 */
const root = path.resolve(import.meta.dirname, '../..');

function bench(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/tools/bench/bench.js', ...args],
      { cwd: root, env: { ...process.env, ...environment } },
      (_, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('npm run bench', () => {
  it('compares both gateways in one round of one second and leaves nothing behind', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
    const json = path.join(folder, 'bench.json');
    const { exitCode, stdout, stderr } = await bench([
      '--rounds',
      '1',
      '--seconds',
      '1',
      '--warm-up',
      '1',
      '--json',
      json,
    ]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Both gateways answer the same about 200 citizens.');
    const { runs } = JSON.parse(readFileSync(json, 'utf8')) as { runs: { peer: string; callsPerRequest: number }[] };
    expect(runs.map(({ peer, callsPerRequest }) => [peer, callsPerRequest])).toEqual([
      ['ours', 3],
      ['ours-returning', 3],
      ['stock', 4],
    ]);
    rmSync(folder, { recursive: true });
    expect(readdirSync(path.join(root, '.run')).filter((name) => name.startsWith('bench-'))).toEqual([]);
  }, 120_000);

  it('fails when answers hold what is somebody else’s', async () => {
    const { exitCode, stderr } = await bench(['--rounds', '1', '--seconds', '1', '--warm-up', '1'], {
      BENCH_MUTANT: 'foreign-amounts',
    });
    expect(stderr).toContain('the answer is not this citizen’s');
    expect(exitCode).toBe(1);
  }, 120_000);

  it('says how it is used', async () => {
    const { exitCode, stderr } = await bench(['--rounds', 'many']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--rounds takes a whole number from 1 to 20');
  }, 20_000);
});
