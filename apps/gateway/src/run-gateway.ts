import { ConfigurationError } from '@app/config';
import { ContractError, formatFinding } from '@app/contracts';
import { createLogger, gracefulStop } from '@app/telemetry';
import { readConfig } from './gateway.config.js';
import { startGateway } from './gateway-process.js';
import type { GatewayMutants } from './gateway.module.js';

/** sysexits.h: the configuration is at fault. */
const EX_CONFIG = 78;

/** Runs the gateway until it is told to stop. */
export async function runGateway(mutants?: GatewayMutants): Promise<void> {
  try {
    const config = readConfig(process.env); // oxlint-disable-line node/no-process-env -- the one reader of the environment
    const logger = createLogger({ app: 'gateway', level: config.GATEWAY_LOG_LEVEL });
    const gateway = await startGateway(config, logger, mutants === undefined ? {} : { mutants });
    gracefulStop({
      logger,
      closers: [{ name: 'gateway', close: () => gateway.stop() }],
      limitMs: config.GATEWAY_STOP_DELAY_MS + config.GATEWAY_DRAIN_MS + 5_000,
    });
  } catch (thrown) {
    process.stderr.write(`${explain(thrown)}\n`);
    process.exit(thrown instanceof ConfigurationError || thrown instanceof ContractError ? EX_CONFIG : 1);
  }
}

function explain(thrown: unknown): string {
  if (thrown instanceof ContractError) return thrown.findings.map(formatFinding).join('\n');
  if (!(thrown instanceof Error)) return 'gateway cannot start';
  if ('code' in thrown && thrown.code === 'EADDRINUSE' && 'port' in thrown)
    return `gateway cannot start: port ${String(thrown.port)} is taken (GATEWAY_PORT, GATEWAY_OPERATIONS_PORT)`;
  return thrown instanceof ConfigurationError ? thrown.message : `gateway cannot start: ${thrown.message}`;
}
