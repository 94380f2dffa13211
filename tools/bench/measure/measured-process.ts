import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { cpuMsOf, peakRssMibOf } from './proc-figures.js';

const START_MS = 30_000;
const STOP_MS = 10_000;
const LINES_KEPT = 50;

const Announcement = z.object({
  msg: z.literal('listening'),
  port: z.number(),
  ports: z.record(z.string(), z.number()).default({}),
});

export interface Program {
  readonly name: string;
  /** Arguments of Node: its own options, then the file. */
  readonly args: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Cores that it may use, as `taskset` takes them. */
  readonly cores: string | undefined;
}

/** A process that announces its port in a line of JSON, and whose CPU time and memory are read from `/proc`. */
export class MeasuredProcess {
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private announced: z.output<typeof Announcement> | undefined;

  private constructor(readonly program: Program) {
    const command = [process.execPath, ...program.args];
    const [file = '', ...args] = program.cores === undefined ? command : ['taskset', '-c', program.cores, ...command];
    this.child = spawn(file, args, {
      cwd: program.cwd,
      env: { PATH: process.env['PATH'], ...program.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    const killWithUs = () => this.child.kill('SIGKILL');
    process.once('exit', killWithUs);
    void this.exited.then(() => process.removeListener('exit', killWithUs));
  }

  /** Errors: `Error` with the last lines that it said, when it does not come to listen. */
  static async start(program: Program): Promise<MeasuredProcess> {
    const started = new MeasuredProcess(program);
    await started.untilListening();
    return started;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get port(): number {
    return this.announced?.port ?? 0;
  }

  /** Ports by name, of a process that has several. */
  get ports(): Readonly<Record<string, number>> {
    return this.announced?.ports ?? {};
  }

  cpuMs(): number {
    return cpuMsOf(this.pid);
  }

  peakRssMib(): number {
    return peakRssMibOf(this.pid);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    await this.exited;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private untilListening(): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (why: string) => {
        this.child.kill('SIGKILL');
        reject(new Error(`${this.program.name} ${why}:\n${this.lines.slice(-10).join('\n')}`));
      };
      const timer = setTimeout(() => giveUp('did not listen in time'), START_MS);
      const read = (line: string) => {
        this.lines.push(line);
        if (this.lines.length > LINES_KEPT) this.lines.shift();
        if (this.announced !== undefined || !line.includes('"listening"')) return;
        this.announced = Announcement.parse(JSON.parse(line));
        clearTimeout(timer);
        resolve();
      };
      for (const stream of [this.child.stdout, this.child.stderr])
        if (stream !== null) createInterface({ input: stream }).on('line', read);
      this.child.once('error', () => giveUp('cannot be started'));
      // Its last lines arrive after the exit.
      void this.exited.then(() => {
        clearTimeout(timer);
        setTimeout(() => giveUp('has ended'), 100);
      });
    });
  }
}
