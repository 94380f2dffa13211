import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { StackApp } from './apps.js';

const STOP_MS = 20_000;
const LINES_KEPT = 100_000;

/** An app that could not start, with what it said last. */
export class AppStartError extends Error {
  constructor(
    readonly app: string,
    readonly output: readonly string[],
  ) {
    super(`${app} did not start:\n${output.slice(-15).join('\n')}`);
    this.name = 'AppStartError';
  }
}

/** One app of the stack as its own process; all that it says is kept. */
export class AppProcess {
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly exited: Promise<number | null>;
  private readonly listening: Promise<void>;

  constructor(
    readonly app: StackApp,
    entry: string,
    environment: Readonly<Record<string, string>>,
    workFolder: string,
    onLine: (line: string) => void = () => undefined,
  ) {
    this.child = spawn(process.execPath, ['--enable-source-maps', entry], {
      cwd: workFolder,
      // A group of its own: Ctrl-C in a terminal reaches us, and we stop the apps in order.
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    const killWithUs = () => this.child.kill('SIGKILL');
    process.once('exit', killWithUs);
    void this.exited.then(() => process.removeListener('exit', killWithUs));
    this.listening = new Promise((resolve, reject) => {
      const keepLine = (line: string) => {
        this.lines.push(line);
        if (this.lines.length > LINES_KEPT) this.lines.shift();
        onLine(line);
        if (line.includes('"msg":"listening"')) resolve();
      };
      for (const stream of [this.child.stdout, this.child.stderr])
        if (stream !== null) createInterface({ input: stream }).on('line', keepLine);
      // The last lines arrive after the exit.
      void this.exited.then(() => setTimeout(() => reject(new AppStartError(app, this.lines)), 100));
    });
    this.listening.catch(() => undefined);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Errors: `AppStartError` when it ends before it listens. */
  untilListening(): Promise<void> {
    return this.listening;
  }

  untilExit(): Promise<number | null> {
    return this.exited;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks it to stop, and makes it stop when it does not. Returns its exit code; null when it had to be killed. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    const code = await this.exited;
    clearTimeout(timer);
    return code;
  }
}
