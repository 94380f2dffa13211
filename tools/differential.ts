/** `npm run differential`: many random operations through our engine, one schema over the same data, and Apollo's gateway. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { readDifferentialOptions, USAGE, UsageError } from './differential/differential-options.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

try {
  const options = readDifferentialOptions(process.argv.slice(2), () => randomInt(2 ** 31));
  process.stdout.write(`${options.operations} operations per comparison, seed ${options.seed}\n`);
  process.exitCode = await runTests({
    DIFFERENTIAL_OPERATIONS: String(options.operations),
    DIFFERENTIAL_SEED: String(options.seed),
    ...(options.path === undefined ? {} : { DIFFERENTIAL_PATH: options.path }),
    ...(options.fixture === undefined ? {} : { DIFFERENTIAL_FIXTURE: options.fixture }),
  });
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown;
  process.stderr.write(`${thrown.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

/** The tests of `npm test` with other numbers: there is one way to compare. */
async function runTests(settings: Readonly<Record<string, string>>): Promise<number> {
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      path.join(ROOT, 'node_modules/jest/bin/jest.js'),
      '--rootDir',
      ROOT,
      '--selectProjects',
      'unit',
      '--runInBand',
      '--testPathPatterns',
      'libs/federation/test/differential/(differential|faults)\\.spec',
    ],
    { cwd: ROOT, env: { ...process.env, ...settings }, stdio: 'inherit' },
  );
  const [code]: unknown[] = await once(jest, 'exit');
  return typeof code === 'number' ? code : 1;
}
