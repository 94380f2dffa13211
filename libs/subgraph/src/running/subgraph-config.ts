import { readFileSync } from 'node:fs';
import {
  ConfigurationError,
  frozenAt,
  httpUrl,
  logLevel,
  milliseconds,
  parseEnv,
  port,
  type Environment,
} from '@app/config';
import { frozenClock, systemClock, type Clock } from '@app/domain';
import { z } from 'zod';

/** What every authority's subgraph needs to know. An app adds its own variables next to these. */
export interface SubgraphConfig {
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly logLevel: z.output<ReturnType<typeof logLevel>>;
  readonly contractsDir: string;
  readonly gatewayIssuer: string;
  readonly gatewayJwksUrl: string;
  readonly recordOwnerKey: Buffer;
  readonly sourceUrl: string;
  readonly sourceTimeLimitMs: number;
  readonly quarantineMs: number;
  readonly clock: Clock;
}

const variables = (ports: { readonly port: number; readonly metricsPort: number }) => ({
  PORT: port().default(ports.port).meta({ description: 'Port of the subgraph; 0 lets the system choose.' }),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta({ description: 'Address to listen on, for the subgraph and its metrics.' }),
  METRICS_PORT: port()
    .default(ports.metricsPort)
    .meta({ description: 'Port of the operators: Prometheus metrics, release of a source.' }),
  LOG_LEVEL: logLevel().meta({ description: 'Least level that is logged.' }),
  CLOCK_FROZEN_AT: frozenAt().meta({
    description: 'Instant at which the clock of the rules stands still. Refused in production.',
  }),
  CONTRACTS_DIR: z.string().min(1).default('contracts').meta({ description: 'Folder of the contracts.' }),
  GATEWAY_ISSUER: z.string().min(1).meta({ description: 'Issuer of the tokens that the gateway exchanges.' }),
  GATEWAY_JWKS_URL: httpUrl().meta({ description: 'Where the gateway publishes its keys.' }),
  RECORD_OWNER_KEY_FILE: z
    .string()
    .min(1)
    .meta({ description: 'File with 32 random bytes in base64, shared with the gateway, one per authority.' }),
  SOURCE_URL: httpUrl().meta({
    description: 'Base address of the source. No default: a wrong source is worse than no start.',
  }),
  SOURCE_TIME_LIMIT_MS: milliseconds(50, 10_000).default(600).meta({
    description: "Longest call to the source. Below the contract's 800 ms, so that an answer without it still arrives.",
  }),
  QUARANTINE_MS: milliseconds(1_000, 86_400_000)
    .default(900_000)
    .meta({ description: 'How long a source stays out after an answer about another person, unless released.' }),
});

type Variables = ReturnType<typeof variables>;
type Prefixed<Prefix extends string> = { [Name in keyof Variables & string as `${Prefix}${Name}`]: Variables[Name] };

/** The variables of a subgraph under an app's prefix: `CPR_` gives `CPR_PORT`, … For the app's zod object. */
export function subgraphVariables<Prefix extends string>(
  prefix: Prefix,
  ports: { readonly port: number; readonly metricsPort: number },
): Prefixed<Prefix> {
  // The keys are computed, so the compiler has to be told what the line says.
  return Object.fromEntries(
    Object.entries(variables(ports)).map(([name, type]) => [`${prefix}${name}`, type]),
  ) as Prefixed<Prefix>;
}

/**
 * Reads the environment of a subgraph.
 *
 * Errors: `ConfigurationError` with every fault at once, and no value.
 */
export function readSubgraphConfig(prefix: string, schema: z.ZodObject, environment: Environment): SubgraphConfig {
  const faults = productionFaults(prefix, environment);
  const given = parseOrFaults(prefix, schema, environment, faults);
  const recordOwnerKey = readKey(`${prefix}RECORD_OWNER_KEY_FILE`, environment, faults);
  if (faults.length > 0) throw new ConfigurationError(prefix.replace(/_$/, '').toLowerCase(), faults);
  const known = z.object(variables({ port: 0, metricsPort: 0 })).parse(withoutPrefix(prefix, given));
  return {
    host: known.HOST,
    port: known.PORT,
    metricsPort: known.METRICS_PORT,
    logLevel: known.LOG_LEVEL,
    contractsDir: known.CONTRACTS_DIR,
    gatewayIssuer: known.GATEWAY_ISSUER,
    gatewayJwksUrl: known.GATEWAY_JWKS_URL,
    recordOwnerKey,
    sourceUrl: known.SOURCE_URL,
    sourceTimeLimitMs: known.SOURCE_TIME_LIMIT_MS,
    quarantineMs: known.QUARANTINE_MS,
    clock: known.CLOCK_FROZEN_AT === undefined ? systemClock : frozenClock(known.CLOCK_FROZEN_AT),
  };
}

function productionFaults(prefix: string, environment: Environment): string[] {
  if (environment['NODE_ENV'] !== 'production') return [];
  const name = `${prefix}CLOCK_FROZEN_AT`;
  return (environment[name] ?? '') === '' ? [] : [`${name}: is refused with NODE_ENV=production`];
}

function parseOrFaults(
  prefix: string,
  schema: z.ZodObject,
  environment: Environment,
  faults: string[],
): Record<string, unknown> {
  try {
    return parseEnv(schema, environment, prefix);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(...error.faults);
    return {};
  }
}

function withoutPrefix(prefix: string, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.slice(prefix.length), value]));
}

function readKey(variable: string, environment: Environment, faults: string[]): Buffer {
  const file = environment[variable] ?? '';
  const key = file === '' ? undefined : readBase64(file);
  // A variable that is missing has been reported as such.
  if (file !== '' && key?.length !== 32) faults.push(`${variable}: must name a readable file with 32 bytes in base64`);
  return key ?? Buffer.alloc(0);
}

function readBase64(file: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  } catch {
    return undefined;
  }
}
