import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const INSTALL_MS_MAX = 600_000;
const STAMP = 'installed';
const run = promisify(execFile);

/** Where the packages of the peers are, or why they are not there. */
export type InstalledPeers = { readonly folder: string } | { readonly reason: string };

/**
 * Installs what the bench compares with from the npm registry, once for each lock file, outside of the project's own
 * packages and without running any of their scripts. How each is started is copied beside them, so that they are found.
 */
export async function installPeers(root: string, say: (text: string) => void): Promise<InstalledPeers> {
  const source = path.join(root, 'tools/bench/peers');
  const folder = path.join(root, '.run/bench-peers');
  const stamp = path.join(folder, STAMP);
  const lock = createHash('sha256')
    .update(readFileSync(path.join(source, 'package-lock.json')))
    .digest('hex');
  try {
    if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
      say('Installing the peers, a minute or two …');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const file of ['package.json', 'package-lock.json'])
        cpSync(path.join(source, file), path.join(folder, file));
      const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      await run('npm', options, { cwd: folder, timeout: INSTALL_MS_MAX });
      writeFileSync(stamp, lock);
    }
    for (const file of readdirSync(source))
      if (file.endsWith('.mjs')) cpSync(path.join(source, file), path.join(folder, file));
    return { folder };
  } catch (thrown) {
    const [first = 'unknown'] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
    return { reason: `the packages could not be installed: ${first}` };
  }
}
