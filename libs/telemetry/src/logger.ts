import { pino, type Logger as Pino } from 'pino';
import { type LogDestination, stdoutSink } from './log-sink.js';
import { isError, loggable, titleOf } from './loggable.js';
import { maskJsonLine } from './mask.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** `fields` first, as in pino: `logger.warn({ authority, err }, 'the authority did not answer')`. */
export interface LogMethod {
  (message: string): void;
  /** An error may stand for the fields. */
  (fields: object, message?: string): void;
}

/** Lines of JSON for operators. Holds no personal data: not by care alone, the mask has the last word. */
export interface Logger {
  readonly fatal: LogMethod;
  readonly error: LogMethod;
  readonly warn: LogMethod;
  readonly info: LogMethod;
  readonly debug: LogMethod;
  /** A logger whose every line bears these fields too. */
  child(fields: object): Logger;
  isLevelEnabled(level: LogLevel): boolean;
}

export interface LoggerOptions {
  /** Name of the app, in every line. */
  readonly app: string;
  readonly level: LogLevel;
  /** Default: the standard output, never waiting for its reader. */
  readonly destination?: LogDestination;
}

/**
 * Makes a logger.
 *
 * Shape:  `{"level":"info","time":1795453200000,"app":"gateway",…,"msg":"…"}` and a line feed; `time` in milliseconds.
 * Order:  fields are reduced to what may be logged, pino writes the line, the mask goes over the whole line.
 */
export function createLogger({ app, level, destination = stdoutSink() }: LoggerOptions): Logger {
  const masked = { write: (line: string): void => destination.write(maskJsonLine(line)) };
  const options = {
    level,
    base: { app },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => error }, // already made loggable
  };
  return new MaskedLogger(pino(options, masked));
}

class MaskedLogger implements Logger {
  constructor(private readonly pino: Pino) {}

  readonly fatal: LogMethod = (first: object | string, message?: string) => this.#write('fatal', first, message);
  readonly error: LogMethod = (first: object | string, message?: string) => this.#write('error', first, message);
  readonly warn: LogMethod = (first: object | string, message?: string) => this.#write('warn', first, message);
  readonly info: LogMethod = (first: object | string, message?: string) => this.#write('info', first, message);
  readonly debug: LogMethod = (first: object | string, message?: string) => this.#write('debug', first, message);

  child(fields: object): Logger {
    return new MaskedLogger(this.pino.child(loggable(fields) as object));
  }

  isLevelEnabled(level: LogLevel): boolean {
    return this.pino.isLevelEnabled(level);
  }

  #write(level: Exclude<LogLevel, 'silent'>, first: object | string, message: string | undefined): void {
    if (!this.pino.isLevelEnabled(level)) return;
    if (typeof first === 'string') {
      this.pino[level](String(loggable(first)));
      return;
    }
    const fields = isError(first) ? { err: first } : first;
    const title = message ?? ('err' in fields && isError(fields.err) ? titleOf(fields.err) : undefined);
    this.pino[level](loggable(fields), title);
  }
}
