import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MeasuredProcess } from '../measure/measured-process.js';
import type { Pinning } from '../measure/pinning.js';
import { SHAPE_IDS, type Shape, type ShapeId } from '../shapes/shape.js';
import { shapeOf } from '../shapes/shapes.js';
import { gatewayContractsFor, supergraphFor, type GatewayContracts } from './contract-folders.js';
import { IdentityDesk } from './identity-desk.js';
import type { InstalledPeers } from './installed-peers.js';

const Counts = z.record(z.string(), z.number());

/** A shape on this rig: where its parts are. */
export interface Stage {
  readonly shape: Shape;
  /** File with the supergraph for gateways without identity. */
  readonly supergraphFile: string;
  /** For our own gateway. Absent with the reason why it cannot serve this shape. */
  readonly contracts: GatewayContracts | { readonly reason: string };
  urlOf(authority: string): string;
}

/** How an authority is to behave; `server` is `shape/authority`, or every one if absent. */
export interface ReplayChange {
  readonly server?: string;
  readonly fault: 'none' | 'hang' | 'fail';
  readonly delayMs: number;
}

/** All that gateways need around them, on loopback: replayed authorities, an identity provider, keys, contracts. */
export class BenchRig implements AsyncDisposable {
  private readonly stages = new Map<ShapeId, Stage>();

  private constructor(
    readonly root: string,
    readonly folder: string,
    readonly desk: IdentityDesk,
    readonly replay: MeasuredProcess,
    readonly pinning: Pinning | undefined,
    readonly peers: InstalledPeers,
  ) {}

  /** Errors: `Error` when there is no recording for a shape. */
  static async start(root: string, pinning: Pinning | undefined, peers: InstalledPeers): Promise<BenchRig> {
    const shapes = SHAPE_IDS.map((id) => shapeOf(id, root));
    mkdirSync(path.join(root, '.run'), { recursive: true });
    const folder = mkdtempSync(path.join(root, '.run', 'bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    writeKeys(
      folder,
      shapes.flatMap(({ authorities }) => authorities.map(({ name }) => name)),
    );
    const desk = await IdentityDesk.open();
    let replay: MeasuredProcess | undefined;
    try {
      replay = await MeasuredProcess.start(replayProgram(root, folder, pinning));
      const rig = new BenchRig(root, folder, desk, replay, pinning, peers);
      for (const shape of shapes) rig.stages.set(shape.id, await rig.stageFor(shape));
      return rig;
    } catch (thrown) {
      await replay?.stop();
      await desk[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
      throw thrown;
    }
  }

  stage(id: ShapeId): Stage {
    return this.stages.get(id)!;
  }

  /** Calls to each replayed authority since the start, by `shape/authority`. */
  async callsByServer(): Promise<Readonly<Record<string, number>>> {
    const response = await fetch(`http://127.0.0.1:${this.replay.port}/`);
    return Counts.parse(await response.json());
  }

  /** Calls to all replayed authorities since the start. */
  async calls(): Promise<number> {
    return Object.values(await this.callsByServer()).reduce((sum, count) => sum + count, 0);
  }

  async change(change: ReplayChange): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.replay.port}/`, {
      method: 'POST',
      body: JSON.stringify(change),
    });
    if (!response.ok) throw new Error('the replay refused a change');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.replay.stop();
    await this.desk[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async stageFor(shape: Shape): Promise<Stage> {
    const { root, folder, replay } = this;
    const urlOf = (name: string) => `http://127.0.0.1:${replay.ports[`${shape.id}/${name}`]}/graphql`;
    const supergraphFile = path.join(folder, `${shape.id}.graphql`);
    const supergraph = await supergraphFor(shape, root, path.join(folder, `composed-${shape.id}`), urlOf);
    writeFileSync(supergraphFile, supergraph);
    const contracts = await gatewayContractsFor(shape, root, path.join(folder, `contracts-${shape.id}`)).catch(
      (thrown: unknown) => ({ reason: `its contracts: ${thrown instanceof Error ? thrown.message : 'unknown'}` }),
    );
    return { shape, supergraphFile, contracts, urlOf };
  }
}

function replayProgram(root: string, folder: string, pinning: Pinning | undefined) {
  return {
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
  };
}

function writeKeys(folder: string, authorities: readonly string[]): void {
  for (const name of [...authorities, 'reference'])
    writeFileSync(path.join(folder, `${name}.key`), randomBytes(32).toString('base64'), { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
  writeFileSync(path.join(folder, 'signing.jwk'), jwk, { mode: 0o600 });
}
