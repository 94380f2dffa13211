/**
 * The authorities of every shape, in one process: each on a port of its own, and one more port that tells how often each
 * was called and changes how they behave. Told where its files are by `BENCH_ROOT` and `BENCH_KEYS_DIR`.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { SLOTS } from '../shapes/bench-citizen.js';
import { shapeOf } from '../shapes/shapes.js';
import { ENTRY, ENTRY_SDL, SHAPE_IDS, type ShapeAuthority } from '../shapes/shape.js';
import { ReplayServer } from './replay-server.js';

const Change = z.object({
  /** `shape/authority`; all of them, if absent. */
  server: z.string().optional(),
  fault: z.enum(['none', 'hang', 'fail']),
  delayMs: z.number().min(0),
});

const root = process.env['BENCH_ROOT'] ?? '.';
const keysDir = process.env['BENCH_KEYS_DIR'] ?? '.';
const isMutant = process.env['BENCH_MUTANT'] === 'foreign-amounts';

const entry: ShapeAuthority = {
  name: ENTRY,
  sdl: ENTRY_SDL,
  records: [{ __typename: 'Citizen', id: SLOTS.id }],
  amountOf: () => undefined,
};

const servers = new Map<string, ReplayServer>();
for (const id of SHAPE_IDS)
  for (const authority of [entry, ...shapeOf(id, root).authorities]) {
    const recordOwnerKey = authority === entry ? Buffer.alloc(32) : keyOf(authority.name);
    servers.set(`${id}/${authority.name}`, new ReplayServer({ authority, recordOwnerKey, isMutant }));
  }

const ports: Record<string, number> = {};
for (const [name, server] of servers) ports[name] = await server.listen();
const control = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method === 'POST') change(Change.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    const calls = Object.fromEntries([...servers].map(([name, server]) => [name, server.calls]));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(calls));
  });
});
await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
process.on('SIGTERM', () => process.exit(0));
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: (control.address() as AddressInfo).port, ports })}\n`);

function change({ server, fault, delayMs }: z.output<typeof Change>): void {
  for (const [name, each] of servers) if (server === undefined || server === name) each.behaviour = { fault, delayMs };
}

function keyOf(name: string): Buffer {
  return Buffer.from(readFileSync(path.join(keysDir, `${name}.key`), 'utf8'), 'base64');
}
