/** `npm run bench`: what an overview costs in our gateway's process, against stock ApolloGateway in the same run. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { USAGE, UsageError, readBenchOptions, type BenchOptions } from './bench-options.js';
import { findPinning, pinOurselves } from './measure/pinning.js';
import { measureRun, type RunFigures } from './measure/run.js';
import { ProfileReader } from './profile/profile-groups.js';
import { profileRun } from './profile/profile-run.js';
import { benchmarkPage, commandOf } from './report/benchmark-page.js';
import { settingOf } from './report/machine.js';
import { doubtsAbout, failuresIn, figureTable, ratioTable } from './report/summary.js';
import { BenchRig } from './rig/bench-rig.js';
import { PEERS, peerOf } from './rig/peers.js';
import { requireSameAnswers } from './rig/same-answers.js';

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
  if (pinning !== undefined) pinOurselves(pinning.others);
  await using rig = await BenchRig.start(root, pinning);
  if (options.profile) return await profile(rig, options);

  say(`${setting.machine}\n${setting.versions}\n${setting.pinning}; load before: ${setting.loadBefore.toFixed(2)}`);
  const compared = await requireSameAnswers(rig);
  say(`Both gateways answer the same about ${compared} citizens.`);
  const runs = await measure(rig, options);
  say(`\n${commandOf(options)}\n\n${figureTable(runs)}\n\n${ratioTable(runs)}\n`);
  for (const doubt of doubtsAbout(runs)) say(doubt);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ setting, options, compared, runs }, null, 2)}\n`);
  const failures = failuresIn(runs);
  for (const failure of failures) process.stderr.write(`FAILED ${failure}\n`);
  if (failures.length > 0) return 1;
  if (options.write) await writePage(benchmarkPage({ runs, setting, options, compared }));
  return 0;
}

/** Every variant once in each round; each round begins with another one. */
async function measure(rig: BenchRig, options: BenchOptions): Promise<RunFigures[]> {
  const windows = { warmUpMs: options.warmUpSeconds * 1000, windowMs: options.seconds * 1000 };
  const runs: RunFigures[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const turns = PEERS.map((_, index) => PEERS[(index + round - 1) % PEERS.length]!);
    for (const peer of turns) {
      const run = await measureRun(peer, rig, round, windows);
      runs.push(run);
      say(
        `round ${round}  ${peer.id.padEnd(15)} ${run.cpuMsPerRequest.toFixed(2)} ms CPU per request, ${run.requestsPerSecond.toFixed(0)} requests/s`,
      );
    }
  }
  return runs;
}

async function profile(rig: BenchRig, options: BenchOptions): Promise<number> {
  const windows = { warmUpMs: options.warmUpSeconds * 1000, windowMs: options.seconds * 1000 };
  for (const peer of [peerOf('ours'), peerOf('ours-returning')]) {
    const { file, profile: taken } = await profileRun(peer, rig, windows);
    const reader = new ProfileReader(taken);
    const list = (title: string, shares: readonly { name: string; percent: number }[]) =>
      say(
        `\n${title}\n${shares.map(({ name, percent }) => `${percent.toFixed(1).padStart(6)} %  ${name}`).join('\n')}`,
      );
    say(`\n== ${peer.name} (${path.relative(root, file)})`);
    list('Self time by group', reader.groups().slice(0, 25));
    list('Self time by function', reader.functions().slice(0, 30));
    list(
      'Time with all that was called, our own functions',
      reader
        .inclusive()
        .filter(({ name }) => /\((libs|apps)\//.test(name))
        .slice(0, 40),
    );
  }
  return 0;
}

async function writePage(text: string): Promise<void> {
  const file = path.join(root, 'docs/benchmarks/overview.md');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  say(`wrote ${path.relative(root, file)}`);
}
