import { ExposureError } from '@app/errors';
import type { EngineContext } from '../../src/ports/engine-context.js';
import { FailedAnswer, type Service, type ServiceCall } from '../../src/ports/service.js';

/** A call that waits for the test to answer it. */
export interface HeldCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the request, parsed. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly context: EngineContext;
  /** `body`: of the answer, parsed. */
  answer(body: unknown): void;
  fail(thrown: unknown): void;
}

/** A subgraph that records what it is asked; each answer comes when the test gives it, or at once from `respond`. */
export class HeldService implements Service {
  readonly calls: HeldCall[] = [];
  retryAt?: Date;
  private wake = Promise.withResolvers<void>();

  constructor(
    readonly name: string,
    /** Answers at once; `undefined` leaves the call to the test. */
    private readonly respond: (call: HeldCall) => unknown = () => undefined,
  ) {}

  async call<Answer>({ body, read, context }: ServiceCall<Answer>): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const parsed: Record<string, unknown> = JSON.parse(body);
    const call: HeldCall = {
      query: String(parsed['query']),
      variables: (parsed['variables'] ?? {}) as Record<string, unknown>,
      body: parsed,
      context,
      answer: resolve,
      fail: reject,
    };
    this.calls.push(call);
    this.wake.resolve();
    this.wake = Promise.withResolvers();
    const ready = this.respond(call);
    return readAs(ready === undefined ? await promise : structuredClone(ready), read);
  }

  /** The call of this number, counted from 0, as soon as it is made. */
  async callAt(index: number): Promise<HeldCall> {
    for (;;) {
      const call = this.calls[index];
      if (call !== undefined) return call;
      await this.wake.promise;
    }
  }
}

/** As `Service.call` promises. */
function readAs<Answer>(body: unknown, read: (body: unknown) => Answer): Answer {
  try {
    return read(body);
  } catch (thrown) {
    if (thrown instanceof FailedAnswer) return thrown.answer;
    if (thrown instanceof ExposureError) throw thrown;
    throw new ExposureError('AUTHORITY_BAD_SHAPE', {}, { cause: thrown });
  }
}
