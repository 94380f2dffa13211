import { ConfigurationError, flag, frozenAt, logLevel, parseEnv, port, type Environment } from '@app/config';
import { frozenClock, systemClock, type Clock } from '@app/domain';
import type { LogLevel } from '@app/telemetry';
import { z } from 'zod';

const PREFIX = 'TEST_SOURCES_';

export const TestSourcesEnv = z.object({
  TEST_SOURCES_PORT: port()
    .default(4090)
    .meta({ description: "Port of the stand-ins for the authorities' own APIs; 0 lets the system choose." }),
  TEST_SOURCES_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta({ description: 'Address to listen on. The control endpoint is on loopback always.' }),
  TEST_SOURCES_CONTROL_PORT: port()
    .default(4091)
    .meta({ description: 'Port of the control endpoint that sets faults and counts calls.' }),
  TEST_SOURCES_LOG_LEVEL: logLevel().meta({ description: 'Least level that is logged.' }),
  TEST_SOURCES_CLOCK_FROZEN_AT: frozenAt().meta({
    description: 'Instant at which the clock of the facts stands still.',
  }),
  TEST_SOURCES_POPULATION_SEED: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1)
    .meta({ description: 'Seed of the synthetic population. Another seed, other people behind the same numbers.' }),
  TEST_SOURCES_CANARIES: flag()
    .default(false)
    .meta({ description: "Whether every text and amount bears its citizen's own mark, so that leaks can be found." }),
});

export interface TestSourcesConfig {
  readonly host: string;
  readonly port: number;
  readonly controlPort: number;
  readonly logLevel: LogLevel;
  readonly clock: Clock;
  readonly populationSeed: number;
  readonly canaries: boolean;
}

/** Errors: `ConfigurationError`, also for any environment that calls itself production. */
export function readConfig(environment: Environment): TestSourcesConfig {
  if (environment['NODE_ENV'] === 'production')
    throw new ConfigurationError('test_sources', [
      'NODE_ENV: invented citizens and faults on request have no place in production',
    ]);
  const variables = parseEnv(TestSourcesEnv, environment, PREFIX);
  const frozen = variables.TEST_SOURCES_CLOCK_FROZEN_AT;
  return {
    host: variables.TEST_SOURCES_HOST,
    port: variables.TEST_SOURCES_PORT,
    controlPort: variables.TEST_SOURCES_CONTROL_PORT,
    logLevel: variables.TEST_SOURCES_LOG_LEVEL,
    clock: frozen === undefined ? systemClock : frozenClock(frozen),
    populationSeed: variables.TEST_SOURCES_POPULATION_SEED,
    canaries: variables.TEST_SOURCES_CANARIES,
  };
}
