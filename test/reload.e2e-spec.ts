import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunningStack } from '@app/testing';
import { stopWithoutLeaks } from './support/leak-scan.js';
import { Visitor, patientContracts, startPatientStack, statesOf, warmUp } from './support/stack.js';

const CLIENTS = 8;
const RELOADS = 10;
const WHOLE = JSON.stringify({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });

let contractsDir: string;
let stack: RunningStack;
let parent: Visitor;

beforeAll(async () => {
  contractsDir = patientContracts();
  stack = await startPatientStack({ variables: { gateway: { GATEWAY_CONTRACTS_DIR: contractsDir } } });
  parent = await Visitor.person(stack, 'parent');
  await warmUp(parent);
  for await (const _ of parent.inParts());
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
});

/** The same supergraph to clients, another one to everybody who compares. Returns its id. */
function renewSupergraph(round: number): string {
  const file = path.join(contractsDir, 'supergraph.graphql');
  const text = `${readFileSync(file, 'utf8')}# ${round}\n`;
  writeFileSync(file, text);
  return createHash('sha256').update(text).digest('hex');
}

async function reload(): Promise<object> {
  const response = await fetch(`${stack.urls.operations}/supergraph/reload`, { method: 'POST' });
  return (await response.json()) as object;
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${stack.urls.operations}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name}{`))
      ?.split(' ')
      .at(-1),
  );
}

/** `whole`, or what was not as it should be. */
async function outcomeOf(visit: () => Promise<string>): Promise<string> {
  try {
    return await visit();
  } catch (thrown) {
    return `lost: ${String(thrown)}`;
  }
}

async function visitWhole(): Promise<string> {
  const answer = await parent.overview();
  const states = JSON.stringify(Object.fromEntries(Object.entries(statesOf(answer)).toSorted()));
  return answer.status === 200 && states === WHOLE ? 'whole' : `${answer.status} ${states}`;
}

async function visitInParts(): Promise<string> {
  let [parts, isOver] = [0, false];
  for await (const { incremental = [], hasNext } of parent.inParts()) {
    parts += incremental.filter(({ data, errors }) => data !== null && errors === undefined).length;
    isOver = !hasNext;
  }
  return isOver && parts === 5 ? 'whole' : `${parts} parts`;
}

describe('new contracts under load', () => {
  it(`taken into force ${RELOADS} times cost no request, in one piece or in parts`, async () => {
    const outcomes: string[] = [];
    let isOver = false;
    const client = async (visit: () => Promise<string>) => {
      while (!isOver) outcomes.push(await outcomeOf(visit));
    };
    const clients = Array.from({ length: CLIENTS }, (_, index) => client(index % 2 === 0 ? visitWhole : visitInParts));
    for (let round = 1; round <= RELOADS; round += 1) {
      const supergraph = renewSupergraph(round);
      expect(await reload()).toMatchObject({ outcome: 'ADOPTED', supergraph });
      for (const seen = outcomes.length; outcomes.length < seen + CLIENTS;)
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    isOver = true;
    await Promise.all(clients);

    expect(outcomes.length).toBeGreaterThanOrEqual(RELOADS * CLIENTS);
    expect(outcomes.filter((outcome) => outcome !== 'whole')).toEqual([]);
    expect(await figure('supergraph_generations')).toBe(1);
    expect(await figure('supergraph_reloads_total')).toBe(RELOADS);
  });

  it('that do not fit change nothing, and the operator reads why', async () => {
    const before = await figure('supergraph_id');
    writeFileSync(path.join(contractsDir, 'operations/wrong.graphql'), '{ me { nothing } }');
    expect(await reload()).toMatchObject({ outcome: 'REFUSED', reason: expect.stringContaining('operation wrong') });
    expect(await figure('supergraph_id')).toBe(before);
    expect(await visitWhole()).toBe('whole');
  });
});
