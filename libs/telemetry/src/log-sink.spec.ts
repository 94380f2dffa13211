import { spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { LogSink } from './log-sink.js';

/** A stream whose reader has stopped: it takes nothing until told to go on. */
class StoppedStream extends Writable {
  readonly lines: string[] = [];
  #go: (() => void) | undefined;
  #stopped = true;

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.lines.push(chunk.toString());
    if (this.#stopped) this.#go = done;
    else done();
  }

  resume(): void {
    this.#stopped = false;
    this.#go?.();
  }
}

const line = (index: number): string => `${JSON.stringify({ index, filler: 'x'.repeat(80) })}\n`;

describe('the sink of log lines', () => {
  it('drops and counts lines when nobody reads, and says so when somebody does again', async () => {
    const stream = new StoppedStream();
    const sink = new LogSink(stream, 1_000);
    for (let i = 0; i < 100; i++) sink.write(line(i));
    const kept = 100 - sink.dropped;
    expect(kept).toBe(9);
    expect(stream.writableLength).toBeLessThanOrEqual(1_000);
    stream.resume();
    await sink.flush(1_000);
    sink.write(line(100));
    sink.write(line(101));
    await sink.flush(1_000);
    const written = stream.lines
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(written.map(({ index, dropped }) => index ?? `dropped ${String(dropped)}`)).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      'dropped 91',
      100,
      101,
    ]);
    expect(sink.dropped).toBe(91);
  });

  it('does not make the process wait for a pipe that nobody reads', async () => {
    const reader = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    try {
      const sink = new LogSink(reader.stdin, 100_000);
      for (let i = 0; sink.dropped === 0; i++) {
        sink.write(line(i));
        if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect(reader.stdin.writableLength).toBeLessThanOrEqual(100_000);
      await sink.flush(1); // gives up
    } finally {
      reader.kill('SIGKILL');
    }
  });

  it('counts what is written after the reader has gone, and keeps the process alive', async () => {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' })),
    });
    const sink = new LogSink(stream);
    sink.write(line(0));
    await new Promise((resolve) => setImmediate(resolve));
    sink.write(line(1));
    sink.write(line(2));
    await sink.flush(1_000);
    expect(sink.dropped).toBe(2);
  });
});
