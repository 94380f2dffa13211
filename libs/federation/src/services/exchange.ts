import { ExposureError } from '@app/errors';
import type { Deadline } from '@app/resilience';
import type { Dispatcher } from 'undici';

const JSON_TYPE = /^application\/(graphql-response\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/**
 * One request on its way, as undici's dispatcher drives it: looks at status, type and length before the bytes are kept,
 * and stops reading at the first thing that is wrong. A class of callbacks and not a stream: three of these happen per
 * page, and a stream with its iterator costs more than all that is done with the bytes.
 *
 * Errors: `bytes` rejects with `ExposureError`, or with the deadline's reason when that ended it.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** The whole body of an acceptable answer. */
  readonly bytes: Promise<Buffer>;
  private readonly settle: PromiseWithResolvers<Buffer>;
  private readonly leaveDeadline: () => void;
  private controller: Dispatcher.DispatchController | undefined;
  private hasBegun = false;
  private isConnectionLost = false;
  private firstChunk: Buffer | undefined;
  private moreChunks: Buffer[] | undefined;
  private bytesRead = 0;

  /** `bytesMax`: of the largest answer that is read. */
  constructor(
    private readonly deadline: Deadline,
    private readonly bytesMax: number,
  ) {
    this.settle = Promise.withResolvers<Buffer>();
    this.bytes = this.settle.promise;
    this.leaveDeadline = deadline.onOver((reason) => this.giveUp(reason));
  }

  /** A kept connection that the other side has just closed: nothing was answered, so asking again is safe. */
  get isSafeToRepeat(): boolean {
    return this.isConnectionLost && !this.hasBegun;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // It may have waited for a connection until nobody wanted it any more.
    if (this.deadline.isOver) controller.abort(NOT_WANTED);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.hasBegun = true;
    if (status < 200) return;
    // What is thrown here makes undici drop the connection, and comes back to `onResponseError`.
    if (status >= 300 && status < 400) throw new ExposureError('AUTHORITY_REDIRECTED', { status });
    if (status !== 200) throw new ExposureError('AUTHORITY_BAD_STATUS', { status });
    const encoding = headers['content-encoding'];
    const type = headers['content-type'];
    const isPlain = encoding === undefined || encoding === 'identity';
    if (!isPlain || typeof type !== 'string' || !JSON_TYPE.test(type))
      throw new ExposureError('AUTHORITY_BAD_CONTENT_TYPE');
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytesRead += chunk.length;
    if (this.bytesRead > this.bytesMax) throw new ExposureError('AUTHORITY_TOO_LARGE');
    if (this.firstChunk === undefined) this.firstChunk = chunk;
    else (this.moreChunks ??= []).push(chunk);
  }

  onResponseEnd(): void {
    this.leaveDeadline();
    const { firstChunk = NO_BYTES, moreChunks } = this;
    this.settle.resolve(moreChunks === undefined ? firstChunk : Buffer.concat([firstChunk, ...moreChunks]));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.leaveDeadline();
    const reason = nodeCodeOf(error);
    this.isConnectionLost = LOST_CONNECTION.has(reason);
    // Only the error's own code is kept: messages of the client library name hosts and ports.
    this.settle.reject(error instanceof ExposureError ? error : new ExposureError('AUTHORITY_UNREACHABLE', { reason }));
  }

  private giveUp(reason: unknown): void {
    this.settle.reject(reason);
    this.controller?.abort(NOT_WANTED);
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const NO_BYTES = Buffer.alloc(0);
const NOT_WANTED = new Error('nobody waits for this answer any more');
const LOST_CONNECTION = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function nodeCodeOf(thrown: Error): string {
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'UNKNOWN';
}
