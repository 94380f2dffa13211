import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { MeasuredProcess } from '../measure/measured-process.js';
import type { Pinning } from '../measure/pinning.js';
import { readOverviewDocument, type OverviewDocument } from '../recording/overview-steps.js';
import { BENCH_AUTHORITIES, readRecording } from '../recording/recording.js';
import { IdentityDesk } from './identity-desk.js';

/** The longest that a contract allows; on a busy machine a late replay must not look like a slow authority. */
const PATIENT_MS = 2_000;
const Counts = z.record(z.string(), z.number());

/** All that both gateways need around them, on loopback: replayed authorities, an identity provider, keys, contracts. */
export class BenchRig implements AsyncDisposable {
  private constructor(
    readonly root: string,
    readonly folder: string,
    readonly document: OverviewDocument,
    readonly desk: IdentityDesk,
    readonly replay: MeasuredProcess,
    readonly pinning: Pinning | undefined,
  ) {}

  /** Errors: `Error` when the recording is missing or is one of another document. */
  static async start(root: string, pinning: Pinning | undefined): Promise<BenchRig> {
    const document = readOverviewDocument(path.join(root, 'contracts'));
    const recording = readRecording(path.join(root, 'tools/bench/recording/overviews.ndjson'));
    if (recording?.operation !== document.id)
      throw new Error('The overview has changed since it was recorded: run node dist/tools/bench/record.js');
    mkdirSync(path.join(root, '.run'), { recursive: true });
    const folder = mkdtempSync(path.join(root, '.run', 'bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    writeKeys(folder);
    writePatientContracts(path.join(root, 'contracts'), path.join(folder, 'contracts'));
    const desk = await IdentityDesk.open();
    try {
      const replay = await MeasuredProcess.start({
        name: 'the replay',
        args: [path.join(root, 'dist/tools/bench/replay/replay.js')],
        environment: {
          NODE_ENV: 'production',
          BENCH_ROOT: root,
          BENCH_KEYS_DIR: folder,
          BENCH_MUTANT: process.env['BENCH_MUTANT'] ?? '',
        },
        cwd: root,
        cores: pinning?.others,
      });
      return new BenchRig(root, folder, document, desk, replay, pinning);
    } catch (thrown) {
      await desk[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
      throw thrown;
    }
  }

  get contractsDir(): string {
    return path.join(this.folder, 'contracts');
  }

  urlOf(authority: string): string {
    return `http://127.0.0.1:${this.replay.ports[authority]}/graphql`;
  }

  /** Calls to all replayed authorities since the start. */
  async calls(): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.replay.port}/`);
    return Object.values(Counts.parse(await response.json())).reduce((sum, count) => sum + count, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.replay.stop();
    await this.desk[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function writeKeys(folder: string): void {
  for (const name of [...BENCH_AUTHORITIES, 'reference'])
    writeFileSync(path.join(folder, `${name}.key`), randomBytes(32).toString('base64'), { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
  writeFileSync(path.join(folder, 'signing.jwk'), jwk, { mode: 0o600 });
}

function writePatientContracts(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const authority of BENCH_AUTHORITIES) {
    const file = path.join(to, authority, 'contract.yaml');
    const contract = parseDocument(readFileSync(file, 'utf8'));
    contract.setIn(['service', 'timeLimitMs'], PATIENT_MS);
    contract.setIn(['service', 'openingHours'], 'always');
    contract.deleteIn(['service', 'closedWindows']);
    writeFileSync(file, contract.toString());
  }
}
