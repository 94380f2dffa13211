import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';

const ENTRY = path.resolve(import.meta.dirname, '../../../dist/tools/engine.js');

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** `npm run engine` as its own process. */
export class EngineProcess implements AsyncDisposable {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private readonly ready: Promise<string>;
  private said = '';

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, ['--enable-source-maps', ENTRY, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const killWithUs = () => this.child.kill('SIGKILL');
    process.once('exit', killWithUs);
    this.ended = new Promise((resolve) =>
      this.child.once('close', (code) => {
        process.removeListener('exit', killWithUs);
        resolve({ code, said: this.said });
      }),
    );
    this.ready = new Promise((resolve, reject) => {
      for (const stream of [this.child.stdout, this.child.stderr])
        if (stream !== null)
          createInterface({ input: stream }).on('line', (line) => {
            this.said += `${line}\n`;
            const [, url] = /^ready (\S+) \(\d+ ms\)$/.exec(line) ?? [];
            if (url !== undefined) resolve(url);
          });
      void this.ended.then(({ said }) => reject(new Error(`the engine server did not start:\n${said}`)));
    });
    this.ready.catch(() => undefined);
  }

  /** Its GraphQL address, once it listens. */
  untilReady(): Promise<string> {
    return this.ready;
  }

  stop(): Promise<Ended> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
