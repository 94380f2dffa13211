import type { LoggerService } from '@nestjs/common';
import { framesOf, isError } from './loggable.js';
import type { Logger } from './logger.js';

/** Nest's own chatter at start: one line per module and route. Of use only when something is looked for. */
const CHATTER = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'GraphQLModule',
]);

/** Nest reports here why it cannot start: nothing of a citizen is there yet, and only the message says what is missing. */
const START = 'ExceptionHandler';

/** Lets Nest log through our logger: `NestFactory.create(AppModule, { logger: new NestLoggerAdapter(logger) })`. */
export class NestLoggerAdapter implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    this.#write(CHATTER.has(context ?? '') ? 'debug' : 'info', message, { context });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, { context: contextOf(rest) });
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, { context: contextOf(rest) });
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, { context: contextOf(rest) });
  }

  /** Nest calls `error(message, stack?, context?)`. */
  error(message: unknown, ...rest: unknown[]): void {
    const stack = rest.find((item): item is string => typeof item === 'string' && /\n\s+at /.test(item));
    const context = contextOf(rest.filter((item) => item !== stack));
    this.#write('error', message, { context, ...(stack === undefined ? {} : { stack: framesOf(stack) }) });
  }

  #write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug',
    message: unknown,
    fields: Record<string, unknown>,
  ): void {
    if (isError(message))
      this.logger[level]({ ...fields, err: message }, fields.context === START ? message.message : undefined);
    else if (typeof message === 'string') this.logger[level](fields, message);
    else this.logger[level]({ ...fields, details: message });
  }
}

/** Nest passes the context as the last argument. */
function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' ? last : undefined;
}
