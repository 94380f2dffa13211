import { Pool, type Dispatcher } from 'undici';

/** One request, and how to tell whether its answer is right. */
export interface DriverRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Pieces of text that the answer must hold. */
  readonly mustHold: readonly string[];
}

export interface DriverOptions {
  readonly origin: string;
  readonly path: string;
  readonly connections: number;
  /** The request of that number, counted from 0. */
  requestAt(number: number): DriverRequest;
}

export interface WindowFigures {
  readonly requests: number;
  readonly elapsedMs: number;
  /** Ascending. */
  readonly latenciesMs: Float64Array;
}

const FOREIGN = 'the answer is not this citizen’s';
const ANSWER_MS_MAX = 10_000;
const AFTER_FAULT_MS = 20;
const LATENCIES_MAX = 1_000_000;

/**
 * Keeps so many requests under way, each connection sending its next one when the last is answered (closed loop), and
 * looks at every answer.
 */
export class LoadDriver {
  /** Requests that were answered, rightly or not, since the start. */
  answered = 0;
  faults = 0;
  /** What was wrong with the first bad answer; never more of it than a status or a code. */
  firstFault: string | undefined;
  /** Whether any answer was somebody else's. */
  hasForeignAnswer = false;
  private readonly pool: Pool;
  private readonly loops: Promise<void>[] = [];
  private readonly latencies = new Float64Array(LATENCIES_MAX);
  private sent = 0;
  private isStopping = false;
  private window: { readonly beganAt: number; count: number } | undefined;

  constructor(private readonly options: DriverOptions) {
    this.pool = new Pool(options.origin, {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: ANSWER_MS_MAX,
      bodyTimeout: ANSWER_MS_MAX,
    });
  }

  /** Requests that were sent since the start. */
  get requests(): number {
    return this.sent;
  }

  /** Brings the number of requests under way up to `count`. */
  keepUnderWay(count: number): void {
    while (this.loops.length < Math.min(count, this.options.connections)) this.loops.push(this.loop());
  }

  openWindow(): void {
    this.window = { beganAt: performance.now(), count: 0 };
  }

  closeWindow(): WindowFigures {
    const { beganAt, count } = this.window ?? { beganAt: performance.now(), count: 0 };
    this.window = undefined;
    const latenciesMs = this.latencies.slice(0, Math.min(count, LATENCIES_MAX)).sort();
    return { requests: count, elapsedMs: performance.now() - beganAt, latenciesMs };
  }

  /** The request whose turn it is. */
  next(): DriverRequest {
    return this.options.requestAt(this.sent++);
  }

  /** Keeps nothing under way any more; waits for what is. */
  async rest(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.loops);
  }

  /** Sends nothing more. What is asked still and never answered is given up. */
  async stop(): Promise<void> {
    await this.rest();
    await this.pool.destroy();
  }

  /** One request outside of any load. */
  ask(request: DriverRequest): Promise<{ readonly status: number; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let status = 0;
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => void (status = code),
        onResponseData: (_controller, chunk) => void chunks.push(chunk),
        onResponseEnd: () =>
          resolve({ status, text: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') }),
        onResponseError: (_controller, error) => reject(error),
      };
      const { path } = this.options;
      this.pool.dispatch({ path, method: 'POST', headers: request.headers, body: request.body }, handler);
    });
  }

  private async loop(): Promise<void> {
    while (!this.isStopping) {
      const request = this.next();
      const began = performance.now();
      const fault = await this.faultIn(request);
      this.note(performance.now() - began);
      if (fault === undefined) continue;
      this.faults += 1;
      this.firstFault ??= fault;
      this.hasForeignAnswer ||= fault.startsWith(FOREIGN);
      await new Promise((resolve) => setTimeout(resolve, AFTER_FAULT_MS));
    }
  }

  /** What is wrong with the answer to a request; `undefined`: nothing. Never rejects. */
  async faultIn(request: DriverRequest): Promise<string | undefined> {
    try {
      const { status, text } = await this.ask(request);
      return faultInAnswer(status, text, request.mustHold);
    } catch (thrown) {
      return `no answer: ${thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'}`;
    }
  }

  private note(latencyMs: number): void {
    this.answered += 1;
    if (this.window === undefined) return;
    if (this.window.count < LATENCIES_MAX) this.latencies[this.window.count] = latencyMs;
    this.window.count += 1;
  }
}

/** Why an answer is not the right one for its citizen; `undefined` when it is. Says no more than statuses and codes. */
export function faultInAnswer(status: number, text: string, mustHold: readonly string[]): string | undefined {
  const [, code] = /"code":"([A-Z_]+)"/.exec(status === 200 ? errorsIn(text) : text) ?? [];
  if (status !== 200) return `status ${status}${code === undefined ? '' : `, ${code}`}`;
  if (text.includes('"errors":')) return `errors in the answer${code === undefined ? '' : `, ${code}`}`;
  const missing = mustHold.findIndex((piece) => !text.includes(piece));
  return missing === -1 ? undefined : `${FOREIGN}: value ${missing + 1} of ${mustHold.length} is missing`;
}

function errorsIn(text: string): string {
  const at = text.indexOf('"errors":');
  return at === -1 ? '' : text.slice(at);
}
