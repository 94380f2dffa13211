import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCprNumber } from '@app/domain';
import { canariesOf, TEST_PERSONS, type RunningStack } from '@app/testing';

/** Where personal data was found that must not be there. */
export interface Leak {
  readonly place: string;
  readonly kind: 'person number' | 'canary' | 'token';
  /** A little text around it, for whoever has to find the cause. */
  readonly excerpt: string;
}

/** Not the digits after a decimal point: a metric's value may look like anything. */
const CPR_LIKE = /(?<![0-9A-Za-z.])\d{6}-?\d{4}(?![0-9A-Za-z])/g;
const JWT_LIKE = /eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./g;
const CANARIES = TEST_PERSONS.map(({ cprNumber }) => canariesOf(cprNumber).token);

/** Finds person numbers, tokens and the canaries of persons in a text. */
export function scanText(place: string, text: string, canaries: readonly string[] = CANARIES): Leak[] {
  const around = (at: number) => text.slice(Math.max(0, at - 60), at + 60);
  const matches = (pattern: RegExp, kind: Leak['kind'], isReal: (found: string) => boolean) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => isReal(found))
      .map(({ index }): Leak => ({ place, kind, excerpt: around(index) }));
  return [
    ...matches(CPR_LIKE, 'person number', (found) => parseCprNumber(found) !== undefined),
    ...matches(JWT_LIKE, 'token', () => true),
    ...canaries
      .filter((canary) => text.includes(canary))
      .map((canary): Leak => ({ place, kind: 'canary', excerpt: around(text.indexOf(canary)) })),
  ];
}

/** Everything that a running system leaves behind or shows to operators: logs, metrics, health, working files. */
export async function scanStack(stack: RunningStack, canaries: readonly string[] = CANARIES): Promise<Leak[]> {
  const pages = await Promise.all(
    [
      `${stack.urls.operations}/metrics`,
      ...stack.metricsUrls.map((url) => `${url}/metrics`),
      `${stack.urls.gateway}/health/sources`,
      `${stack.urls.control}/calls`,
    ].map(async (url) => [url, await (await fetch(url)).text()] as const),
  );
  return [
    ...stack.output().flatMap((line) => scanText('log', line, canaries)),
    ...pages.flatMap(([url, text]) => scanText(url, withoutProcessFigures(text), canaries)),
    ...filesBelow(stack.folder).flatMap((file) => scanText(file, readFileSync(file, 'utf8'), canaries)),
  ];
}

/** What Node measures of its own process tells of nobody; bytes and instants may look like any number. */
export function withoutProcessFigures(metrics: string): string {
  return metrics.replaceAll(/^((?:process|nodejs)_\S+) \S+$/gm, '$1');
}

/** Stops a system whose operators must have learnt nothing about anybody while it ran. */
export async function stopWithoutLeaks(stack: RunningStack | undefined, canaries?: readonly string[]): Promise<void> {
  if (stack === undefined) return;
  try {
    expect(await scanStack(stack, canaries)).toEqual([]);
  } finally {
    await stack.stop();
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
