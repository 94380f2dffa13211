import { isDeepStrictEqual } from 'node:util';
import { NEW_TEXTS } from '../measure/run.js';
import { visit } from '../measure/visit.js';
import type { ShapeId } from '../shapes/shape.js';
import type { BenchRig, Stage } from './bench-rig.js';
import { requestsOf, type Peer, type PeerId } from './peers.js';

/** Enough to meet every recorded answer; which one a citizen gets is decided by the person number. */
const CITIZENS: Readonly<Record<ShapeId, number>> = { overview: 128, wide: 48 };

/** One peer that answers as all others do, and how many calls each answer took. */
export interface Comparison {
  readonly peer: PeerId;
  readonly shape: ShapeId;
  readonly citizens: number;
  readonly callsPerRequest: number;
  /** Whether the fields come in the order of the document, as the specification wants it. */
  readonly keepsOrder: boolean;
}

/** A peer that cannot be measured, and why. */
export interface Obstacle {
  readonly peer: PeerId;
  readonly shape: ShapeId;
  readonly reason: string;
}

export interface Gate {
  readonly compared: readonly Comparison[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * Asks all peers for the page of the same citizens.
 *
 * Errors: `Error` when the answers of one differ from those of the first that started, or are not their citizens' own.
 *         One that cannot be started, or never gives a right answer, is an obstacle.
 */
export async function compareAnswers(peers: readonly Peer[], rig: BenchRig, stage: Stage): Promise<Gate> {
  const compared: Comparison[] = [];
  const obstacles: Obstacle[] = [];
  let expected: readonly string[] | undefined;
  for (const peer of peers) {
    const shape = stage.shape.id;
    try {
      const { answers, callsPerRequest } = await answersOf(peer, rig, stage);
      expected ??= answers;
      const keepsOrder = requireSame(peer, answers, expected);
      compared.push({ peer: peer.id, shape, citizens: answers.length, callsPerRequest, keepsOrder });
    } catch (thrown) {
      if (thrown instanceof WrongAnswerError || !(thrown instanceof Error)) throw thrown;
      obstacles.push({ peer: peer.id, shape, reason: thrown.message });
    }
  }
  return { compared, obstacles };
}

class WrongAnswerError extends Error {}

async function answersOf(peer: Peer, rig: BenchRig, stage: Stage) {
  const requests = requestsOf(peer, rig, stage, CITIZENS[stage.shape.id] + 2);
  await using visited = await visit(peer, rig, stage, { requests, connections: 1 });
  const { driver } = visited;
  const callsBefore = await rig.calls();
  const answers: string[] = [];
  for (const request of requests.slice(0, -2)) {
    const fault = await driver.faultIn(request);
    if (fault !== undefined) throw new WrongAnswerError(`${peer.name}, citizen ${answers.length}: ${fault}`);
    answers.push(comparable((await driver.ask(request)).text));
  }
  const callsPerRequest = ((await rig.calls()) - callsBefore) / (2 * answers.length);
  await rehearseNewTexts(peer, rig, stage, (request) => driver.faultIn(request));
  await driver.stop();
  return { answers, callsPerRequest };
}

/** The replay answers a text for the first time slowly; a peer that asks it later must not pay for that. */
async function rehearseNewTexts(
  peer: Peer,
  rig: BenchRig,
  stage: Stage,
  ask: (request: ReturnType<typeof requestsOf>[number]) => Promise<unknown>,
): Promise<void> {
  if (peer.sessions !== 'none' || peer.kind === 'limit') return;
  for (const name of NEW_TEXTS) await ask(requestsOf(peer, rig, stage, 1, name)[0]!);
}

/** The citizen of an answer, as JSON: without the reference, which is that of a session, and the status of the sources. */
function comparable(text: string): string {
  const { data } = JSON.parse(text) as { readonly data: { readonly me: { readonly id: string } } };
  return JSON.stringify({ ...data.me, id: '' });
}

/** Returns whether all are the same to the letter. */
function requireSame(peer: Peer, answers: readonly string[], expected: readonly string[]): boolean {
  answers.forEach((answer, index) => {
    const place = firstDifference(JSON.parse(answer), JSON.parse(expected[index]!), 'data.me');
    if (place !== undefined)
      throw new WrongAnswerError(`${peer.name}: the answer about citizen ${index} differs at ${place}`);
  });
  return answers.every((answer, index) => answer === expected[index]);
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
