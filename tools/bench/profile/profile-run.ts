import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CONNECTIONS, pause, sessionsFor, warmUp } from '../measure/run.js';
import { visit } from '../measure/visit.js';
import type { BenchRig, Stage } from '../rig/bench-rig.js';
import { requestsOf, type Peer } from '../rig/peers.js';
import { CpuProfile } from './profile-groups.js';

const WRITTEN_MS_MAX = 20_000;

/** Profiles a server under the load of the bench. Its absolute figures mean nothing, the profiler costs too much. */
export async function profileRun(
  peer: Peer,
  rig: BenchRig,
  stage: Stage,
  { warmUpMs, windowMs }: { readonly warmUpMs: number; readonly windowMs: number },
) {
  const folder = path.join(rig.root, '.run/profiles');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${peer.id}-${stage.shape.id}.cpuprofile`);
  rmSync(file, { force: true });
  await using visited = await visit(peer, rig, stage, {
    requests: requestsOf(peer, rig, stage, sessionsFor(peer, warmUpMs + windowMs)),
    connections: CONNECTIONS,
    nodeOptions: ['--import', path.join(rig.root, 'dist/tools/bench/profile/profiler.js')],
    environment: { BENCH_PROFILE: file },
  });
  const { server, driver } = visited;
  await warmUp(driver, warmUpMs);
  server.signal('SIGUSR2');
  await pause(windowMs);
  server.signal('SIGUSR2');
  const writtenBy = performance.now() + WRITTEN_MS_MAX;
  await driver.stop();
  while (!isWhole(file) && performance.now() < writtenBy) await pause(200);
  return { file, profile: CpuProfile.parse(JSON.parse(readFileSync(file, 'utf8'))) };
}

function isWhole(file: string): boolean {
  try {
    return existsSync(file) && readFileSync(file, 'utf8').endsWith('}');
  } catch {
    return false;
  }
}
