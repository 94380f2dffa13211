import type { BenchRig, Stage } from '../rig/bench-rig.js';
import type { Peer, ProgramOptions } from '../rig/peers.js';
import { LoadDriver, type DriverRequest } from './load-driver.js';
import { MeasuredProcess } from './measured-process.js';

/** Time until a server that was just started gave its first answers. Unit: milliseconds. */
export interface ColdFigures {
  /** From the start of the process to the first right answer. */
  readonly firstAnswerMs: number;
  /** The request of that answer alone, and the next one. */
  readonly firstRequestMs: number;
  readonly secondRequestMs: number;
}

export interface Visit extends AsyncDisposable {
  readonly server: MeasuredProcess;
  readonly driver: LoadDriver;
  readonly cold: ColdFigures;
}

export interface VisitOptions extends ProgramOptions {
  readonly requests: readonly DriverRequest[];
  readonly connections: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const FIRST_ANSWER_MS_MAX = 30_000;
const BETWEEN_TRIES_MS = 5;

/**
 * Starts a server and asks it until it answers rightly.
 *
 * Errors: `Error` with the reason when it cannot be started, or what is wrong with its answers.
 */
export async function visit(peer: Peer, rig: BenchRig, stage: Stage, options: VisitOptions): Promise<Visit> {
  const { requests, connections, environment, ...programOptions } = options;
  const program = await peer.program(rig, stage, programOptions);
  const server = await MeasuredProcess.start({
    ...program,
    environment: { ...program.environment, ...environment },
  });
  const driver = new LoadDriver({
    origin: `http://127.0.0.1:${server.port}`,
    path: peer.path,
    connections,
    requestAt: (number) => requests[number % requests.length]!,
  });
  try {
    const cold = await firstAnswers(server, driver, requests);
    return { server, driver, cold, [Symbol.asyncDispose]: () => server.stop() };
  } catch (thrown) {
    await server.stop();
    throw thrown;
  }
}

async function firstAnswers(server: MeasuredProcess, driver: LoadDriver, requests: readonly DriverRequest[]) {
  // From the end, so that no session comes twice.
  const [first, second] = [requests.at(-1)!, requests.at(-2) ?? requests.at(-1)!];
  for (let tries = 1; ; tries += 1) {
    const began = performance.now();
    const fault = await driver.faultIn(first);
    const firstRequestMs = performance.now() - began;
    const firstAnswerMs = performance.now() - server.startedAt;
    if (fault === undefined) {
      const secondBegan = performance.now();
      await driver.faultIn(second);
      return { firstAnswerMs, firstRequestMs, secondRequestMs: performance.now() - secondBegan };
    }
    if (firstAnswerMs > FIRST_ANSWER_MS_MAX)
      throw new Error(
        `${server.program.name}: no right answer after ${tries} requests: ${fault}\n${server.lines.slice(-5).join('\n')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}
