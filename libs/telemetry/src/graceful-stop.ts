import { stdoutSink } from './log-sink.js';
import { isError } from './loggable.js';
import type { Logger } from './logger.js';

/** One thing to end. They run one after another, in the order given. */
export interface Closer {
  readonly name: string;
  close(): Promise<void> | void;
}

/** The part of `process` that is needed; tests bring their own. */
export interface StoppableProcess {
  on(event: string, listener: (argument: unknown) => void): unknown;
  off(event: string, listener: (argument: unknown) => void): unknown;
  exit(code: number): void;
}

export interface GracefulStopOptions {
  readonly logger: Logger;
  readonly closers: readonly Closer[];
  /** For all closers together; what is not closed then is left. Default 15 000. */
  readonly limitMs?: number;
  readonly process?: StoppableProcess;
}

export interface GracefulStop {
  /** Stops as a signal would. The promise is the same for all who call. */
  stop(reason: string): Promise<void>;
  /** Takes the listeners off again. */
  forget(): void;
}

const FLUSH_LIMIT_MS = 500;

/**
 * Ends the process in order on SIGTERM and SIGINT: exit code 0, or 1 when a closer failed or the time was over.
 * Further signals change nothing: Ctrl-C reaches a whole group of processes, and whoever started them may pass it on
 * once more. Errors that nobody caught end it in order too, with 1; they are logged without their message, which Node's
 * own report would print and which may hold a citizen's data.
 */
export function gracefulStop({
  logger,
  closers,
  limitMs = 15_000,
  process: target = process,
}: GracefulStopOptions): GracefulStop {
  let stopping: Promise<void> | undefined;

  const stop = (reason: string, code = 0): Promise<void> => {
    stopping ??= (async () => {
      logger.info({ reason }, 'stopping');
      const clean = await closeAll(closers, limitMs, logger);
      logger.info('stopped');
      await stdoutSink().flush(FLUSH_LIMIT_MS);
      target.exit(clean ? code : 1);
    })();
    return stopping;
  };
  const onSignal = (signal: unknown): void => void stop(String(signal));
  const onUncaught = (error: unknown): void => {
    logger.fatal(isError(error) ? error : { thrown: typeof error }, 'uncaught error');
    void stop('uncaught error', 1);
  };

  const listeners = [
    ['SIGTERM', onSignal],
    ['SIGINT', onSignal],
    ['uncaughtException', onUncaught],
    ['unhandledRejection', onUncaught],
  ] as const;
  for (const [event, listener] of listeners) target.on(event, listener);
  return {
    stop: (reason) => stop(reason),
    forget: () => listeners.forEach(([event, listener]) => target.off(event, listener)),
  };
}

/** Whether all closed without an error in time. */
async function closeAll(closers: readonly Closer[], limitMs: number, logger: Logger): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'over');
  });
  try {
    let clean = true;
    for (const closer of closers) {
      const outcome = await Promise.race([closed(closer, logger), over]);
      if (outcome === 'over') {
        logger.error({ closer: closer.name, limitMs }, 'stopping took too long');
        return false;
      }
      clean &&= outcome;
    }
    return clean;
  } finally {
    clearTimeout(timer);
  }
}

async function closed(closer: Closer, logger: Logger): Promise<boolean> {
  try {
    await closer.close();
    return true;
  } catch (error) {
    logger.error({ closer: closer.name, err: error }, 'could not be closed');
    return false;
  }
}
