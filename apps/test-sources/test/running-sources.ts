import { frozenClock } from '@app/domain';
import { createLogger } from '@app/telemetry';
import { startTestSources, type RunningTestSources } from '../src/start-test-sources.js';
import { StubAuthorities } from './stub-authorities.js';

/** The app over HTTP with stub authorities, on ports that the system chooses. */
export class RunningSources implements AsyncDisposable {
  private constructor(
    private readonly running: RunningTestSources,
    readonly log: readonly string[],
  ) {}

  static async start(): Promise<RunningSources> {
    const log: string[] = [];
    const logger = createLogger({
      app: 'test-sources',
      level: 'debug',
      destination: { write: (line) => void log.push(line) },
    });
    const config = {
      host: '127.0.0.1',
      port: 0,
      controlPort: 0,
      logLevel: 'debug',
      clock: frozenClock('2026-06-15T10:00:00+02:00'),
      populationSeed: 1,
      canaries: false,
    } as const;
    return new RunningSources(await startTestSources(config, logger, [StubAuthorities]), log);
  }

  get port(): number {
    return this.running.port;
  }

  ask(cpr: string, base = 'skat', options: { readonly signal?: AbortSignal } = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.running.port}/${base}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ cpr }),
      ...options,
    });
  }

  control(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.running.controlPort}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
    });
  }

  async fault(source: string, fault: object): Promise<void> {
    const response = await this.control('PUT', `/faults/${source}`, fault);
    if (response.status !== 200) throw new Error(await response.text());
  }

  async calls(): Promise<Record<string, { total: number; inFlight: number; maxInFlight: number }>> {
    return (await (await this.control('GET', '/calls')).json()) as never;
  }

  /** Waits for a count, as a socket that closes is noticed a moment later. */
  async untilInFlight(source: string, count: number): Promise<void> {
    while ((await this.calls())[source]?.inFlight !== count) await new Promise((resolve) => setImmediate(resolve));
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
