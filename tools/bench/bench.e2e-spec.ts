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
  it('compares over both shapes in one round of two seconds and leaves nothing behind', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
    const json = path.join(folder, 'bench.json');
    const { exitCode, stdout, stderr } = await bench(['--quick', '--peers', 'gateway,apollo,limit', '--json', json]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3 peers answer the same about 128 citizens.');
    expect(stdout).toContain('3 peers answer the same about 48 citizens.');
    const { runs } = JSON.parse(readFileSync(json, 'utf8')) as {
      runs: { peer: string; shape: string; callsPerRequest: number }[];
    };
    expect(runs.map(({ peer, shape, callsPerRequest }) => [shape, peer, callsPerRequest])).toEqual([
      ['overview', 'gateway', 3],
      ['overview', 'apollo', 4],
      ['overview', 'limit', 4],
      ['wide', 'gateway', 12],
      ['wide', 'apollo', 13],
      ['wide', 'limit', 13],
    ]);
    rmSync(folder, { recursive: true });
    expect(readdirSync(path.join(root, '.run')).filter((name) => /^bench-\w{6}$/.test(name))).toEqual([]);
  }, 300_000);

  it('breaks an authority and sees what becomes of the page', async () => {
    const { exitCode, stdout } = await bench(['--parts', 'degraded', '--shapes', 'overview', '--peers', 'gateway']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\| our gateway.*\| 0 % \/ 100 % \/ 0 % /m);
  }, 300_000);

  it.each(['gateway', 'limit'])(
    'fails when answers hold what is somebody else’s: %s',
    async (peer) => {
      const { exitCode, stderr } = await bench(['--quick', '--shapes', 'overview', '--peers', peer], {
        BENCH_MUTANT: 'foreign-amounts',
      });
      expect(stderr).toContain('the answer is not this citizen’s');
      expect(exitCode).toBe(1);
    },
    120_000,
  );

  it('says how it is used', async () => {
    const { exitCode, stderr } = await bench(['--rounds', 'many']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--rounds takes a whole number from 1 to 20');
  }, 20_000);
});
