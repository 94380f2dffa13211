import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { AppProcess } from '../stack/app-process.js';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

/** The sources' stand-ins as their own process, so that an authority's reading is checked against their translation. */
export class StandIn implements AsyncDisposable {
  private constructor(
    private readonly app: AppProcess,
    readonly url: string,
  ) {}

  /** `frozenAt`: ISO 8601 instant at which its clock stands still. */
  static async start(frozenAt: string): Promise<StandIn> {
    execFileSync(process.execPath, [path.join(ROOT, 'tools/build.mjs')]);
    const app = new AppProcess(
      'test-sources',
      path.join(ROOT, 'dist/apps/test-sources/src/main.js'),
      { TEST_SOURCES_PORT: '0', TEST_SOURCES_CONTROL_PORT: '0', TEST_SOURCES_CLOCK_FROZEN_AT: frozenAt },
      ROOT,
    );
    await app.untilListening();
    return new StandIn(app, `http://127.0.0.1:${portOf(app.lines)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.stop();
  }
}

function portOf(lines: readonly string[]): number {
  const line = lines.find((text) => text.includes('"msg":"listening"')) ?? '{}';
  const { port } = JSON.parse(line) as { readonly port?: unknown };
  if (typeof port !== 'number') throw new Error('the stand-in told no port');
  return port;
}
