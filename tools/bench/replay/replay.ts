/**
 * The authorities of the bench, in one process: each on a port of its own, and one more port that tells how often each
 * was called. Told where its files are by `BENCH_ROOT` and `BENCH_KEYS_DIR`.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SLOTS, withSlots } from '../overview-marks.js';
import { BENCH_AUTHORITIES, readRecording } from '../recording/recording.js';
import { TemplateMaker } from './answer-template.js';
import { ReplayServer } from './replay-server.js';

const root = process.env['BENCH_ROOT'] ?? '.';
const keysDir = process.env['BENCH_KEYS_DIR'] ?? '.';
const keyOf = (name: string) => Buffer.from(readFileSync(path.join(keysDir, `${name}.key`), 'utf8'), 'base64');
const citizens = readRecording(path.join(root, 'tools/bench/recording/overviews.ndjson'))?.citizens ?? [];

const servers = (['gateway', ...BENCH_AUTHORITIES] as const).map((authority) => {
  const sdl = readFileSync(path.join(root, 'contracts', authority, 'schema.graphql'), 'utf8');
  const roots =
    authority === 'gateway'
      ? [{ __typename: 'Citizen', id: SLOTS.id }]
      : citizens.map((citizen) => withSlots(authority, citizen));
  const server = new ReplayServer({
    authority,
    templates: new TemplateMaker(sdl, roots),
    recordOwnerKey: authority === 'gateway' ? Buffer.alloc(32) : keyOf(authority),
    referenceKey: keyOf('reference'),
    isMutant: process.env['BENCH_MUTANT'] === 'foreign-amounts',
  });
  return { authority, server };
});

const ports: Record<string, number> = {};
for (const { authority, server } of servers) ports[authority] = await server.listen();
const counter = createServer((_request, response) => {
  const calls = servers.map(({ authority, server }) => [authority, server.calls] as const);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(Object.fromEntries(calls)));
});
await new Promise<void>((resolve) => counter.listen(0, '127.0.0.1', resolve));
process.on('SIGTERM', () => process.exit(0));
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: (counter.address() as AddressInfo).port, ports })}\n`);
