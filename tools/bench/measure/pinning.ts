import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Which cores are for the gateway under test, and which for everything else; as `taskset` takes them. */
export interface Pinning {
  readonly gateway: string;
  readonly others: string;
}

/**
 * Gives the gateway the last core for itself, so that requests per second are those of one core; `undefined` with one
 * core, or without `taskset`.
 */
export function findPinning(): Pinning | undefined {
  const cores = availableParallelism();
  if (cores < 2 || spawnSync('taskset', ['-c', '0', 'true']).status !== 0) return undefined;
  return { gateway: String(cores - 1), others: cores === 2 ? '0' : `0-${cores - 2}` };
}

/** Moves this process, all threads, to some cores. */
export function pinOurselves(cores: string): void {
  spawnSync('taskset', ['-acp', cores, String(process.pid)]);
}
