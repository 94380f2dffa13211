import type { Writable } from 'node:stream';

/** Where lines go. One line per call, with its line feed. */
export interface LogDestination {
  write(line: string): void;
}

/** A mebibyte of lines: some seconds of a busy instance. */
const MOST_BUFFERED_BYTES = 1_048_576;

/**
 * Writes lines to a stream and never waits for it: when its reader has stopped and the buffer is full, lines are
 * dropped and counted. Logs are for operators; a citizen's request does not wait for them.
 * Note: Node writes to pipes and sockets without blocking on POSIX; to files and terminals it writes at once.
 */
export class LogSink implements LogDestination {
  #dropped = 0;
  #unreported = 0;
  #broken = false;

  constructor(
    private readonly stream: Writable,
    private readonly mostBufferedBytes = MOST_BUFFERED_BYTES,
  ) {
    // Without a listener a reader that goes away (EPIPE) would end the process.
    stream.on('error', () => {
      this.#broken = true;
    });
  }

  /** Lines dropped since the start, for the counter `log_lines_dropped_total`. */
  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    if (this.#broken || this.stream.writableLength + line.length > this.mostBufferedBytes) {
      this.#dropped += 1;
      this.#unreported += 1;
      return;
    }
    this.#reportDropped();
    this.stream.write(line);
  }

  /** Waits until all is written, at most `limitMs`. */
  async flush(limitMs: number): Promise<void> {
    if (this.#broken || this.stream.writableLength === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.stream.write('', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #reportDropped(): void {
    if (this.#unreported === 0) return;
    const notice = { level: 'warn', time: Date.now(), msg: 'log lines were dropped', dropped: this.#unreported };
    this.#unreported = 0;
    this.stream.write(`${JSON.stringify(notice)}\n`);
  }
}

let stdout: LogSink | undefined;

/** The process's own sink; all its loggers share it. */
export function stdoutSink(): LogSink {
  stdout ??= new LogSink(process.stdout);
  return stdout;
}
