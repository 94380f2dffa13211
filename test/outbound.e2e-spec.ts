import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { STACK_APPS, type RunningStack, type StackApp } from '@app/testing';
import { ROOT, Visitor, startPatientStack } from './support/stack.js';

const RECORDER = pathToFileURL(path.join(ROOT, 'dist/libs/testing/src/stack/outbound-recorder.js')).href;

let folder: string;
let stack: RunningStack;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'outbound-'));
  const variables = Object.fromEntries(
    STACK_APPS.map((app) => [
      app,
      { NODE_OPTIONS: `--import ${RECORDER}`, OUTBOUND_RECORD_FILE: path.join(folder, `${app}.txt`) },
    ]),
  ) as Partial<Record<StackApp, Record<string, string>>>;
  stack = await startPatientStack({ variables });
  const parent = await Visitor.person(stack, 'parent');
  for (let visit = 0; visit < 5; visit += 1) await parent.overview();
  await parent.sandbox('{ __schema { types { name } } me { id } }');
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function targetsOf(app: StackApp): Set<string> {
  let text = '';
  try {
    text = readFileSync(path.join(folder, `${app}.txt`), 'utf8');
  } catch {
    // An app that called nobody has no file.
  }
  return new Set(text.split('\n').filter((line) => line !== ''));
}

const tcp = (...apps: StackApp[]) => apps.map((app) => `tcp ${new URL(stack.urls[app]).host}`);
const SUBGRAPHS = ['cpr', 'udbetaling-danmark', 'skat'] as const;

describe('the running system calls nobody who is not configured', () => {
  it('the gateway: its authorities and the identity provider', () => {
    expect([...targetsOf('gateway')].toSorted()).toEqual(tcp(...SUBGRAPHS, 'test-mitid').toSorted());
  });

  it.each([...SUBGRAPHS])('%s: its source and the keys of the gateway', (app) => {
    expect([...targetsOf(app)].toSorted()).toEqual(tcp('test-sources', 'gateway').toSorted());
  });

  it.each(['test-mitid', 'test-sources'] as const)('%s: nobody', (app) => {
    expect([...targetsOf(app)]).toEqual([]);
  });
});
