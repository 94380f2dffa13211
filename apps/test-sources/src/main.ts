import { ConfigurationError } from '@app/config';
import { createLogger, gracefulStop } from '@app/telemetry';
import { DatafordelerModule } from './datafordeler/datafordeler.module.js';
import { SkatModule } from './skat/skat.module.js';
import { startTestSources } from './start-test-sources.js';
import { readConfig } from './test-sources.config.js';
import { UdkModule } from './udk/udk.module.js';

/** sysexits.h: EX_CONFIG. */
const EXIT_CONFIGURATION = 78;

try {
  const config = readConfig(process.env);
  const logger = createLogger({ app: 'test-sources', level: config.logLevel });
  const running = await startTestSources(config, logger, [DatafordelerModule, UdkModule, SkatModule]);
  gracefulStop({ logger, closers: [{ name: 'sources and control', close: () => running.stop() }] });
  logger.info({ port: running.port, controlPort: running.controlPort }, 'listening');
} catch (thrown) {
  process.stderr.write(`${reasonOf(thrown)}\n`);
  process.exit(thrown instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof ConfigurationError) return thrown.message;
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE' && 'port' in thrown)
    return `test-sources cannot start: port ${String(thrown.port)} is in use`;
  return `test-sources cannot start: ${thrown instanceof Error ? thrown.message : 'unknown reason'}`;
}
