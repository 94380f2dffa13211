import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RunningStack, STACK_APPS, STACK_AUTHORITIES, type StackApp, type StackOptions } from '@app/testing';
import { parseDocument } from 'yaml';
import { boundaryOf, readParts } from '../../apps/gateway/playground-ui/src/multipart-reader.js';
import { logIn, logInSynthetic } from '../../tools/login.js';

export const ROOT = path.resolve(import.meta.dirname, '../..');
/** The day on which every date, rate and age of the test persons is asserted. */
export const FROZEN_AT = '2026-06-15T10:00:00+02:00';
export const DOCUMENT_ID = documentIdOf('personal-overview');
/** The same overview, each authority's section as it arrives. */
export const DEFERRED_DOCUMENT_ID = documentIdOf('personal-overview-deferred');
/** Time for a stack to start on a busy machine, and for a whole file of system tests. */
export const SYSTEM_TIMEOUT_MS = 180_000;

/** Page budget of {@link startPatientStack}, milliseconds. */
export const PATIENT_PAGE_BUDGET_MS = 10_000;

type TestStackOptions = Omit<StackOptions, 'root'>;

/** The system as it is delivered, with its own time limits: for tests that are about time. */
export function startStack(options: TestStackOptions = {}): Promise<RunningStack> {
  return RunningStack.start({ root: ROOT, frozenAt: FROZEN_AT, ...options });
}

/**
 * The same with the longest limits that contracts allow, so that a busy machine does not look like a slow authority:
 * for tests that are not about time.
 */
export async function startPatientStack(options: TestStackOptions = {}): Promise<RunningStack> {
  const contractsDir = patientContracts();
  const patience: Record<StackApp, Record<string, string>> = {
    gateway: { GATEWAY_CONTRACTS_DIR: contractsDir, GATEWAY_PAGE_BUDGET_MS: String(PATIENT_PAGE_BUDGET_MS) },
    cpr: { CPR_SOURCE_TIME_LIMIT_MS: '1800' },
    'udbetaling-danmark': { UDK_SOURCE_TIME_LIMIT_MS: '1800' },
    skat: { SKAT_SOURCE_TIME_LIMIT_MS: '1800' },
    'test-mitid': {},
    'test-sources': {},
  };
  for (const app of STACK_APPS) Object.assign(patience[app], options.variables?.[app]);
  return startStack({ ...options, variables: patience });
}

/** A copy of the contracts with the longest time limits. Returns its folder. */
export function patientContracts(): string {
  const contractsDir = mkdtempSync(path.join(tmpdir(), 'contracts-'));
  cpSync(path.join(ROOT, 'contracts'), contractsDir, { recursive: true });
  for (const authority of STACK_AUTHORITIES) {
    const file = path.join(contractsDir, authority, 'contract.yaml');
    const contract = parseDocument(readFileSync(file, 'utf8'));
    contract.setIn(['service', 'timeLimitMs'], 2_000);
    writeFileSync(file, contract.toString());
  }
  return contractsDir;
}

/** Lets every process meet its code for the first time, outside of what a test measures or counts. */
export async function warmUp(visitor: Visitor, visits = 5): Promise<Answer> {
  let answer = await visitor.overview();
  for (let visit = 1; visit < visits; visit += 1) answer = await visitor.overview();
  return answer;
}

export interface SourceStatus {
  readonly authority: string;
  readonly name: { readonly da: string; readonly en: string };
  readonly state: string;
  readonly fetchedAt: string | null;
  readonly retryAt: string | null;
  readonly affects: readonly string[];
  readonly missing: readonly string[];
  readonly code: string | null;
  readonly text: { readonly da: string; readonly en: string } | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: {
      readonly me: Readonly<Record<string, unknown>>;
      /** Where the operation selects it. */
      readonly sources?: readonly SourceStatus[];
    } | null;
    readonly errors?: readonly {
      message: string;
      path?: readonly (string | number)[];
      extensions: { code: string; authority?: string };
    }[];
    readonly extensions?: { readonly transactionId: string };
  };
  readonly durationMs: number;
}

/** A piece of an answer in parts, as it came: the first, or fragments that came together. */
export interface Payload {
  readonly data?: Answer['body']['data'];
  readonly errors?: Answer['body']['errors'];
  readonly hasNext: boolean;
  readonly incremental?: readonly {
    readonly label?: string;
    readonly path: readonly (string | number)[];
    readonly data: Readonly<Record<string, unknown>> | null;
    readonly errors?: Answer['body']['errors'];
  }[];
}

/** Someone who is logged in and asks for their overview, as the page does. */
export class Visitor {
  private constructor(
    private readonly stack: RunningStack,
    readonly accessToken: string,
  ) {}

  static async person(stack: RunningStack, key: string): Promise<Visitor> {
    return new Visitor(stack, (await logIn(stack.urls['test-mitid'], key)).accessToken);
  }

  static async synthetic(stack: RunningStack, index: number): Promise<Visitor> {
    return new Visitor(stack, (await logInSynthetic(stack.urls['test-mitid'], index)).accessToken);
  }

  overview(): Promise<Answer> {
    return this.send('/graphql', { documentId: DOCUMENT_ID });
  }

  sandbox(query: string, more: object = {}): Promise<Answer> {
    return this.send('/sandbox/graphql', { query, ...more });
  }

  /** The payloads of an answer in parts, each as soon as it is there. Whoever stops taking them ends the request. */
  async *inParts(
    body: object = { documentId: DEFERRED_DOCUMENT_ID },
    address = '/graphql',
  ): AsyncGenerator<Payload, void, void> {
    const response = await this.post(address, body, { accept: 'multipart/mixed;deferSpec=20220824, application/json' });
    const boundary = boundaryOf(response.headers.get('content-type'));
    if (boundary === undefined || response.body === null)
      throw new Error(`answered ${response.status} in one piece: ${await response.text()}`);
    for await (const part of readParts(response.body, boundary)) yield JSON.parse(part) as Payload;
  }

  async send(address: string, body: unknown): Promise<Answer> {
    const began = performance.now();
    const response = await this.post(address, body);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: JSON.parse(text) as Answer['body'],
      durationMs: performance.now() - began,
    };
  }

  private post(address: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.stack.urls.gateway}${address}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.accessToken}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }
}

function documentIdOf(name: string): string {
  const document = readFileSync(path.join(ROOT, `contracts/operations/${name}.graphql`));
  return createHash('sha256').update(document).digest('hex');
}

/** States of an answer by authority. */
export function statesOf({ body }: Answer): Record<string, string> {
  return Object.fromEntries((body.data?.sources ?? []).map(({ authority, state }) => [authority, state]));
}

export function sourceOf({ body }: Answer, authority: string): SourceStatus {
  const source = body.data?.sources?.find((status) => status.authority === authority);
  if (source === undefined) throw new Error(`the answer says nothing of ${authority}`);
  return source;
}

/** Which response keys of `me` each authority answers in the personal overview. */
export const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  cpr: ['person'],
  'udbetaling-danmark': ['benefits', 'payments', 'debtsToUdbetalingDanmark', 'statePensionOutlook'],
  skat: ['preliminaryTax', 'annualTax', 'claimsUnderCollection'],
};
