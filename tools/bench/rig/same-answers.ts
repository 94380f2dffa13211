import { isDeepStrictEqual } from 'node:util';
import { LoadDriver, faultInAnswer, type DriverRequest } from '../measure/load-driver.js';
import { MeasuredProcess } from '../measure/measured-process.js';
import type { BenchRig } from './bench-rig.js';
import { peerOf, requestsOf, type Peer } from './peers.js';

/** Enough to meet every recorded overview; which one a citizen gets is decided by the person number. */
const CITIZENS = 200;

/**
 * Asks both gateways for the overview of the same citizens, in the same sessions.
 *
 * Errors: `Error` unless both answer every one rightly and `data` are deeply equal. Returns how many were compared.
 */
export async function requireSameAnswers(rig: BenchRig): Promise<number> {
  const [ours, stock] = [peerOf('ours'), peerOf('stock')];
  // The same tokens for both: the reference of a citizen comes from the session.
  const requests = requestsOf(ours, rig, CITIZENS);
  const stockBody = JSON.stringify(stock.body(rig));
  const expected = await answersOf(
    stock,
    rig,
    requests.map((request) => ({ ...request, body: stockBody })),
  );
  const given = await answersOf(ours, rig, requests);
  given.forEach((data, index) => {
    const place = firstDifference(data, expected[index]);
    if (place !== undefined) throw new Error(`the answers about citizen ${index} differ at ${place}`);
  });
  return given.length;
}

async function answersOf(peer: Peer, rig: BenchRig, requests: readonly DriverRequest[]): Promise<readonly unknown[]> {
  await using gateway = await MeasuredProcess.start(peer.program(rig));
  const requestAt = (index: number) => requests[index % requests.length]!;
  const { path } = peer;
  const driver = new LoadDriver({ origin: `http://127.0.0.1:${gateway.port}`, path, connections: 1, requestAt });
  const answers: unknown[] = [];
  for (const request of requests) {
    const { status, text } = await driver.ask(request);
    const fault = faultInAnswer(status, text, request.mustHold);
    if (fault !== undefined) throw new Error(`${peer.name}, citizen ${answers.length}: ${fault}`);
    answers.push((JSON.parse(text) as { data: unknown }).data);
  }
  await driver.stop();
  return answers;
}

/** Path of the first place where two JSON values differ; no values, they are somebody's. */
export function firstDifference(one: unknown, other: unknown, path = 'data'): string | undefined {
  if (isDeepStrictEqual(one, other)) return undefined;
  if (!isStructure(one) || !isStructure(other) || Array.isArray(one) !== Array.isArray(other)) return path;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) {
    if (!Object.hasOwn(one, key) || !Object.hasOwn(other, key)) return `${path}.${key}`;
    const place = firstDifference(one[key], other[key], `${path}.${key}`);
    if (place !== undefined) return place;
  }
  return path;
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
