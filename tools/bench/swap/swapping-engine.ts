/**
 * The engine server, and a swap of its supergraph at each SIGUSR2: the next generation is the same graph under another
 * id, with the page registered, so that it is planned, compiled and rehearsed before it serves anybody.
 *
 * `BENCH_SUPERGRAPH`: file; `BENCH_PAGE`: the registered operation; `BENCH_SUBGRAPHS`: addresses by name, JSON.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { HttpService, createEngine, createThreadPlanner, type GenerationParts } from '@app/federation';
import { createEngineServer } from '../../engine/engine-server.js';

const { BENCH_SUPERGRAPH = '', BENCH_PAGE = '', BENCH_SUBGRAPHS = '{}' } = process.env;
const supergraphSdl = readFileSync(BENCH_SUPERGRAPH, 'utf8');
const addresses = Object.entries(JSON.parse(BENCH_SUBGRAPHS) as Readonly<Record<string, string>>);
const services = new Map(addresses.map(([name, url]) => [name, new HttpService({ name, url })]));
const partsOf = (generation: number): GenerationParts => ({
  supergraphSdl: `${supergraphSdl}\n# ${generation}\n`,
  services,
  registered: [{ name: 'page', document: BENCH_PAGE }],
});

const engine = await createEngine({ planner: createThreadPlanner(), ...partsOf(0) });
const server = createEngineServer(engine);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port: (server.address() as AddressInfo).port })}\n`);
});

let begun = 0;
let last = Promise.resolve();
process.on('SIGTERM', () => process.exit(0));
process.on('SIGUSR2', () => {
  begun += 1;
  const generation = begun;
  last = last
    .then(() => engine.swap(partsOf(generation)))
    .then(
      () => void process.stdout.write(`swapped ${generation}\n`),
      (thrown: unknown) => void process.stderr.write(`swap ${generation} failed: ${String(thrown)}\n`),
    );
});
