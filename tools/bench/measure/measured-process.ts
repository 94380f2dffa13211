import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { familyOf, cpuMsOf, peakRssMibOf, rssMibOf } from './proc-figures.js';

const START_MS = 30_000;
const STOP_MS = 10_000;
const LINES_KEPT = 50;
const BETWEEN_TRIES_MS = 5;

const Announcement = z.object({
  msg: z.literal('listening'),
  port: z.number(),
  ports: z.record(z.string(), z.number()).default({}),
});

export interface Program {
  readonly name: string;
  /** Default: this Node. */
  readonly command?: string;
  /** Arguments of Node: its own options, then the file. */
  readonly args: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Cores that it may use, as `taskset` takes them. */
  readonly cores: string | undefined;
  /** Where a program listens that was told so. One that was not announces its port in a line of JSON. */
  readonly port?: number;
}

/** A process with a port, whose CPU time and memory, and its children's, are read from `/proc`. */
export class MeasuredProcess {
  readonly lines: string[] = [];
  readonly startedAt = performance.now();
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private announced: z.output<typeof Announcement> | undefined;

  private constructor(readonly program: Program) {
    const command = [program.command ?? process.execPath, ...program.args];
    const [file = '', ...args] = program.cores === undefined ? command : ['taskset', '-c', program.cores, ...command];
    this.child = spawn(file, args, {
      cwd: program.cwd,
      env: { PATH: process.env['PATH'], ...program.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    const killWithUs = () => this.killFamily();
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
    return this.program.port ?? this.announced?.port ?? 0;
  }

  /** Ports by name, of a process that has several. */
  get ports(): Readonly<Record<string, number>> {
    return this.announced?.ports ?? {};
  }

  cpuMs(): number {
    return sum(familyOf(this.pid).map(cpuMsOf));
  }

  /** Of processes that live now. */
  peakRssMib(): number {
    return sum(familyOf(this.pid).map(peakRssMibOf));
  }

  rssMib(): number {
    return sum(familyOf(this.pid).map(rssMibOf));
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.killFamily(), STOP_MS);
    await this.exited;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private killFamily(): void {
    if (this.hasEnded()) return;
    for (const pid of familyOf(this.pid))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
  }

  private untilListening(): Promise<void> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      const giveUp = (why: string) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        this.killFamily();
        reject(new Error(`${this.program.name} ${why}:\n${this.lines.slice(-10).join('\n')}`));
      };
      const listening = () => {
        isOver = true;
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => giveUp('did not listen in time'), START_MS);
      const read = (line: string) => {
        this.lines.push(line);
        if (this.lines.length > LINES_KEPT) this.lines.shift();
        if (this.port !== 0 || isOver || !line.includes('"listening"')) return;
        this.announced = Announcement.parse(JSON.parse(line));
        listening();
      };
      for (const stream of [this.child.stdout, this.child.stderr])
        if (stream !== null) createInterface({ input: stream }).on('line', read);
      this.child.once('error', () => giveUp('cannot be started'));
      // Its last lines arrive after the exit.
      void this.exited.then(() => setTimeout(() => giveUp('has ended'), 100));
      if (this.program.port !== undefined) void this.untilOpen(this.program.port, () => isOver).then(listening);
    });
  }

  private async untilOpen(port: number, isOver: () => boolean): Promise<void> {
    while (!isOver() && !(await isOpen(port))) await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
