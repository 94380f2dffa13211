/** `npm run bench`: what a page costs in our engine and in our gateway, against others and the limit, in the same run. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { USAGE, UsageError, readBenchOptions, type BenchOptions } from './bench-options.js';
import { measure } from './measure/measurement.js';
import { findPinning, pinOurselves } from './measure/pinning.js';
import { soak } from './measure/soak.js';
import { ProfileReader } from './profile/profile-groups.js';
import { profileRun } from './profile/profile-run.js';
import { commandOf, reportOf, writeReport } from './report/benchmark-page.js';
import { settingOf } from './report/machine.js';
import { failuresIn } from './report/summary.js';
import { BenchRig } from './rig/bench-rig.js';
import { installPeers, type InstalledPeers } from './rig/installed-peers.js';
import { peerOf, type PeerId } from './rig/peers.js';
import { shapeOf } from './shapes/shapes.js';

const EXIT_USAGE = 2;
const root = path.resolve(import.meta.dirname, '../../..');
const say = (text: string) => process.stdout.write(`${text}\n`);

// Processes that were started die with this one, whatever ends it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  process.exitCode = await main(readBenchOptions(process.argv.slice(2)));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  if (thrown instanceof UsageError) process.stderr.write(`\n${USAGE}`);
  process.exitCode = thrown instanceof UsageError ? EXIT_USAGE : 1;
}

async function main(options: BenchOptions): Promise<number> {
  if (!existsSync('/proc/self/stat')) throw new Error('The bench reads CPU times from /proc: it runs on Linux only.');
  const pinning = findPinning();
  const setting = settingOf(root, pinning);
  const peers = await peersFor(options);
  if (pinning !== undefined) pinOurselves(pinning.others);
  await using rig = await BenchRig.start(root, pinning, peers);
  if (options.profile !== undefined) return await profile(rig, options, options.profile);
  if (options.soak) return await soakAll(rig, options);

  say(`${setting.machine}\n${setting.versions}\n${setting.pinning}; load before: ${setting.loadBefore.toFixed(2)}`);
  const measured = await measure(rig, options, say);
  const report = { measured, setting, options };
  say(`\n${commandOf(options)}\n\n${reportOf(report)}`);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ setting, options, ...measured }, null, 2)}\n`);
  const failures = failuresIn(measured, ({ shape }) => shapeOf(shape, root).authorities.length);
  for (const failure of failures) process.stderr.write(`FAILED ${failure}\n`);
  if (failures.length > 0) return 1;
  if (options.write) for (const file of await writeReport(root, report)) say(`wrote ${file}`);
  return 0;
}

/** What others need is installed when one of them is asked for. */
function peersFor({ peers, profile: profiled, soak: soaked }: BenchOptions): Promise<InstalledPeers> {
  const asked: readonly PeerId[] = soaked ? [] : profiled === undefined ? peers : [profiled];
  const needsPackages = asked.some((id) => peerOf(id).kind === 'other');
  return needsPackages ? installPeers(root, say) : Promise.resolve({ reason: 'nobody asked for it' });
}

async function profile(rig: BenchRig, options: BenchOptions, id: PeerId): Promise<number> {
  const windows = { warmUpMs: options.warmUpSeconds * 1000, windowMs: options.seconds * 1000 };
  for (const shape of options.shapes) {
    const peer = peerOf(id);
    const { file, profile: taken } = await profileRun(peer, rig, rig.stage(shape), windows);
    const reader = new ProfileReader(taken);
    const list = (title: string, shares: readonly { name: string; percent: number }[]) =>
      say(
        `\n${title}\n${shares.map(({ name, percent }) => `${percent.toFixed(1).padStart(6)} %  ${name}`).join('\n')}`,
      );
    say(`\n== ${peer.name}, ${shape} (${path.relative(root, file)})`);
    list('Self time by group', reader.groups().slice(0, 25));
    list('Self time by function', reader.functions().slice(0, 40));
    list(
      'Time with all that was called, our own functions',
      reader
        .inclusive()
        .filter(({ name }) => /\((libs|apps|tools)\//.test(name))
        .slice(0, 40),
    );
  }
  return 0;
}

async function soakAll(rig: BenchRig, { peers }: BenchOptions): Promise<number> {
  let exitCode = 0;
  for (const id of peers.filter((each) => peerOf(each).kind === 'ours')) {
    const { points, faults, firstFault, hasFailed } = await soak(peerOf(id), rig, rig.stage('overview'), say);
    const [first, last] = [points[0]!, points.at(-1)!];
    say(
      `${id}: ${(last.rssMib / first.rssMib).toFixed(2)} times the memory after ${first.requests} requests, target 1.10`,
    );
    if (faults > 0)
      process.stderr.write(`${hasFailed ? 'FAILED ' : ''}${id}: ${faults} bad answers; the first: ${firstFault}\n`);
    if (hasFailed) exitCode = 1;
  }
  return exitCode;
}
