import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Pinning } from '../measure/pinning.js';

/** Where and on what a bench ran; figures of two machines do not compare. */
export interface Setting {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: string;
  readonly pinning: string;
  /** Runnable processes over the last minute, before the bench began. */
  readonly loadBefore: number;
}

/** What our engine and our gateway spend their time in, beside themselves. */
const OWN = ['@apollo/query-planner', 'graphql', 'undici', 'secure-json-parse', 'jose', 'opossum'];
/** What tells one version of a peer from another. */
const OTHERS = /gateway$|^@apollo\/server$|^@nestjs\/(apollo|core)$|router|^grafbase$/;
const Package = z.object({ version: z.string() });
const Peers = z.object({ dependencies: z.record(z.string(), z.string()) });

export function settingOf(root: string, pinning: Pinning | undefined): Setting {
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  const own = OWN.map((name) => {
    const file = path.join(root, 'node_modules', name, 'package.json');
    return `${name} ${Package.parse(JSON.parse(readFileSync(file, 'utf8'))).version}`;
  });
  const { dependencies } = Peers.parse(
    JSON.parse(readFileSync(path.join(root, 'tools/bench/peers/package.json'), 'utf8')),
  );
  const others = Object.entries(dependencies)
    .filter(([name]) => OTHERS.test(name))
    .map(([name, version]) => `${name} ${version}`);
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(root),
    machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, ${memoryGib} GiB, Linux ${release()}`,
    versions: `Node ${process.versions.node}; ours: ${own.join(', ')}; others: ${others.join(', ')}`,
    pinning:
      pinning === undefined
        ? 'none: gateway, replay and driver share all cores'
        : `gateway on core ${pinning.gateway}, replay and driver on ${pinning.others}`,
    loadBefore: loadavg()[0] ?? 0,
  };
}

function commitOf(root: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const hasChanges =
      git('status', '--porcelain', '--', 'apps', 'libs', 'tools', 'contracts', 'package-lock.json') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${hasChanges ? ' with uncommitted changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
