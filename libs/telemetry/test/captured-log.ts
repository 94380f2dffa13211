import { createLogger, type Logger, type LogLevel } from '../src/logger.js';

export interface CapturedLog {
  readonly logger: Logger;
  /** As written, line feeds included. */
  readonly text: () => string;
  /** Each line, read as JSON. */
  readonly lines: () => Record<string, unknown>[];
}

export function capturedLog(level: LogLevel = 'debug'): CapturedLog {
  const written: string[] = [];
  const logger = createLogger({ app: 'gateway', level, destination: { write: (line) => void written.push(line) } });
  return {
    logger,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
