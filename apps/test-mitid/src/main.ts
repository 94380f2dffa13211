import { ConfigurationError } from '@app/config';
import { createLogger, gracefulStop } from '@app/telemetry';
import { startTestMitId } from './start.js';
import { readConfig } from './test-mitid.config.js';

/** Exit code for a configuration that cannot be used (sysexits.h, EX_CONFIG). */
const EX_CONFIG = 78;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger({ app: 'test-mitid', level: config.logLevel });
  try {
    const running = await startTestMitId(config, logger);
    gracefulStop({ logger, closers: [{ name: 'http', close: () => running.close() }] });
    logger.info({ port: running.port, issuer: running.issuer }, 'listening');
  } catch (fault) {
    if (!isPortTaken(fault)) throw fault;
    process.stderr.write(`test-mitid cannot start: port ${config.port} on ${config.host} is taken (TEST_MITID_PORT)\n`);
    process.exit(1);
  }
}

function isPortTaken(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'EADDRINUSE';
}

try {
  await main();
} catch (fault) {
  if (!(fault instanceof ConfigurationError)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  process.exit(EX_CONFIG);
}
