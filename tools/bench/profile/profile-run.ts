import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LoadDriver } from '../measure/load-driver.js';
import { MeasuredProcess } from '../measure/measured-process.js';
import { CONNECTIONS, pause, warmUp, type RunOptions } from '../measure/run.js';
import type { BenchRig } from '../rig/bench-rig.js';
import { requestsOf, type Peer } from '../rig/peers.js';
import { CpuProfile } from './profile-groups.js';

const WRITTEN_MS_MAX = 20_000;
const SESSIONS_PER_SECOND = 1_500;

/** Profiles a gateway under the load of the bench. Its absolute figures mean nothing, the profiler costs too much. */
export async function profileRun(peer: Peer, rig: BenchRig, options: RunOptions) {
  const folder = path.join(rig.root, '.run/profiles');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${peer.id}.cpuprofile`);
  rmSync(file, { force: true });
  const sessions = peer.sessions ?? Math.ceil(((options.warmUpMs + options.windowMs) / 1000) * SESSIONS_PER_SECOND);
  const requests = requestsOf(peer, rig, sessions);
  const program = peer.program(rig, ['--import', path.join(rig.root, 'dist/tools/bench/profile/profiler.js')]);
  await using gateway = await MeasuredProcess.start({
    ...program,
    environment: { ...program.environment, BENCH_PROFILE: file },
  });
  const driver = new LoadDriver({
    origin: `http://127.0.0.1:${gateway.port}`,
    path: peer.path,
    connections: CONNECTIONS,
    requestAt: (number) => requests[number % sessions]!,
  });
  await warmUp(driver, options.warmUpMs);
  gateway.signal('SIGUSR2');
  await pause(options.windowMs);
  gateway.signal('SIGUSR2');
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
