/**
 * Loaded into a gateway before it starts (`node --import`): the first SIGUSR2 starts a CPU profile, the second writes it to
 * the file named by `BENCH_PROFILE`.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const SAMPLE_MICROSECONDS = 500;
const session = new Session();
session.connect();
let isRunning = false;

process.on('SIGUSR2', () => void toggle());

async function toggle(): Promise<void> {
  if (!isRunning) {
    isRunning = true;
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
    await session.post('Profiler.start');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  isRunning = false;
  writeFileSync(process.env['BENCH_PROFILE'] ?? 'gateway.cpuprofile', JSON.stringify(profile));
}
