import { ConfigurationError } from '@app/config';
import { createLogger, gracefulStop, type Logger } from '@app/telemetry';
import type { BrokenOnPurpose } from '../access/record-ledger.js';
import type { Rehearsal } from './rehearsal.js';
import { startSubgraph } from './start-subgraph.js';
import type { ModuleOf } from './subgraph-app.js';
import type { SubgraphConfig } from './subgraph-config.js';

/** sysexits.h: EX_CONFIG. */
const EXIT_CONFIGURATION = 78;

export interface SubgraphRun<Config extends SubgraphConfig> {
  /** The authority's name: `cpr`. */
  readonly name: string;
  /** Reads the environment. */
  readonly config: () => Config;
  readonly module: ModuleOf<Config>;
  readonly rehearsal: Rehearsal;
  /** For tests of the tests only. */
  readonly brokenOnPurpose?: BrokenOnPurpose | undefined;
}

/**
 * The whole `main.ts` of a subgraph: configuration, logger, metrics, health, listening, graceful stop.
 *
 * Errors: ends the process: 78 for a configuration that cannot be used, with every fault on stderr; 1 when it cannot start.
 */
export async function runSubgraph<Config extends SubgraphConfig>({
  name,
  config: read,
  module,
  rehearsal,
  brokenOnPurpose,
}: SubgraphRun<Config>): Promise<void> {
  const config = readOrExit(read);
  const logger = createLogger({ app: name, level: config.logLevel });
  try {
    const running = await startSubgraph({ name, config, module, logger, rehearsal, brokenOnPurpose });
    gracefulStop({ logger, closers: [{ name: 'requests and sources', close: () => running.stop() }] });
    const { port, metricsPort } = running;
    logger.info({ port, metricsPort }, 'listening');
  } catch (error) {
    exitUnstarted(name, error, logger);
  }
}

function readOrExit<Config>(read: () => Config): Config {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  }
}

function exitUnstarted(name: string, error: unknown, logger: Logger): never {
  const port = takenPort(error);
  if (port !== undefined) process.stderr.write(`${name} cannot start: port ${port} is in use\n`);
  else if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  } else {
    logger.fatal(error instanceof Error ? error : {}, 'cannot start');
    process.stderr.write(`${name} cannot start; its log says why\n`);
  }
  process.exit(1);
}

function takenPort(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return undefined;
  return 'port' in error && typeof error.port === 'number' ? error.port : undefined;
}
