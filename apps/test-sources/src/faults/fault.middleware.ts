import type { IncomingMessage, ServerResponse } from 'node:http';
import { CallCounter } from '../calls/call-counter.js';
import { FactsService } from '../facts.service.js';
import { sourceAt, type Source } from '../source.js';
import { captureAnswer, overrideContentType } from './answer-capture.js';
import { askedNumbersIn } from './asked-numbers.js';
import { closed, error500, errorsIn200, HUGE_END, HUGE_START, type BrokenAnswer } from './broken-answer.js';
import { FaultBoard } from './fault-board.js';
import type { Fault } from './fault-kind.js';
import { duringCall } from './source-call.js';

type Request = IncomingMessage & { readonly body?: unknown; readonly path: string };
type Next = () => void;

const TWO_HOURS_MS = 7_200_000;
const HUGE_PIECE = Buffer.alloc(64 * 1_024, 'x');

/** Counts every call to a source and lets it meet the source's fault. Comes after the body is read, before the modules. */
export class FaultMiddleware {
  constructor(
    private readonly board: FaultBoard,
    private readonly calls: CallCounter,
    private readonly facts: FactsService,
  ) {}

  use(request: Request, response: ServerResponse, next: Next): void {
    const source = sourceAt(request.path);
    if (source === undefined) return next();
    this.calls.begin(source);
    response.once('close', () => this.calls.end(source));
    const fault = this.board.take(source);
    duringCall({ source, fault }, () =>
      fault === undefined ? next() : this.meet(source, fault, { request, response, next }),
    );
  }

  closedAnswer(source: Source, opensAt?: string): BrokenAnswer {
    return closed(source, opensAt ?? new Date(this.facts.now().getTime() + TWO_HOURS_MS).toISOString());
  }

  private meet(
    source: Source,
    fault: Fault,
    exchange: { request: Request; response: ServerResponse; next: Next },
  ): void {
    const { request, response, next } = exchange;
    switch (fault.kind) {
      case 'latency':
        return later(response, fault.latencyMs, next);
      case 'hang':
        return;
      case 'refuse':
        request.socket.destroy();
        return;
      case 'reset':
        captureAnswer(response, (body) => resetInside(response, body));
        return next();
      case 'slow-drip':
        captureAnswer(response, (body) => drip(response, body, fault.intervalMs));
        return next();
      case 'malformed-json':
        captureAnswer(response, (body) => response.end(body.subarray(0, Math.floor(body.length / 2))));
        return next();
      case 'wrong-content-type':
        overrideContentType(response, 'text/html; charset=utf-8');
        return next();
      case 'error-500':
      case 'errors-in-200':
        return send(response, this.careless(source, fault.kind, askedNumbersIn(request.body)));
      case 'huge-body':
        return sendHuge(response, fault.bytes);
      case 'closed-window':
        return send(response, this.closedAnswer(source, fault.opensAt));
      case 'other-person':
      case 'swapped':
      case 'right-echo-wrong-record':
        return next(); // RecordChooser does it
    }
  }

  private careless(
    source: Source,
    kind: 'error-500' | 'errors-in-200',
    asked: ReturnType<typeof askedNumbersIn>,
  ): BrokenAnswer {
    const facts = asked[0] === undefined ? undefined : this.facts.factsOf(asked[0]);
    return kind === 'error-500' ? error500(asked, facts) : errorsIn200(source, asked, facts);
  }
}

export function send(response: ServerResponse, { status, contentType, body }: BrokenAnswer): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(body);
}

function later(response: ServerResponse, latencyMs: number, next: Next): void {
  const timer = setTimeout(next, latencyMs);
  response.once('close', () => clearTimeout(timer));
}

/** Promises the whole body, sends half of it, and resets the connection. */
function resetInside(response: ServerResponse, body: Buffer): void {
  response.setHeader('content-length', body.length);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    // The half must be on its way before the reset, which throws away what the system still holds.
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  });
}

function drip(response: ServerResponse, body: Buffer, intervalMs: number): void {
  response.setHeader('content-length', body.length);
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < body.length) response.write(body.subarray(sent, (sent += 1)));
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, intervalMs);
  response.once('close', () => clearInterval(timer));
}

/** Writes as fast as it is read, and no faster: the point is the reader's memory, not ours. */
function sendHuge(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes });
  response.write(HUGE_START);
  let left = bytes - HUGE_START.length - HUGE_END.length;
  const more = (): void => {
    while (left > 0) {
      const piece = HUGE_PIECE.subarray(0, Math.min(left, HUGE_PIECE.length));
      left -= piece.length;
      if (!response.write(piece)) return void response.once('drain', more);
    }
    response.end(HUGE_END);
  };
  more();
}
