import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { AppProcess } from '@app/testing';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The stand-in of the sources as its own process, so that its translation and our reading are checked against each other. */
export async function startStandIn(frozenAt: string) {
  execFileSync(process.execPath, [path.join(ROOT, 'tools/build.mjs')]);
  const app = new AppProcess(
    'test-sources',
    path.join(ROOT, 'dist/apps/test-sources/src/main.js'),
    { TEST_SOURCES_PORT: '0', TEST_SOURCES_CONTROL_PORT: '0', TEST_SOURCES_CLOCK_FROZEN_AT: frozenAt },
    ROOT,
  );
  await app.untilListening();
  return { url: `http://127.0.0.1:${portOf(app.lines)}`, stop: () => app.stop() };
}

function portOf(lines: readonly string[]): number {
  const line = lines.find((text) => text.includes('"msg":"listening"')) ?? '{}';
  const { port }: { port?: unknown } = JSON.parse(line) as { port?: unknown };
  if (typeof port !== 'number') throw new Error('the stand-in told no port');
  return port;
}
