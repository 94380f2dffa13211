import {
  parseEnv,
  flag,
  frozenAt,
  httpUrl,
  logLevel,
  milliseconds,
  port,
  ConfigurationError,
  type Environment,
} from '@app/config';
import { z } from 'zod';

/** `name=address` pairs separated by commas. */
const authorityUrls = z.string().transform((text, context) => {
  const urls = new Map<string, string>();
  for (const pair of text.split(',').map((part) => part.trim())) {
    const [, name, url] = /^([a-z][a-z-]*)=(.+)$/.exec(pair) ?? [];
    if (name === undefined || url === undefined || !httpUrl().safeParse(url).success) {
      context.addIssue({ code: 'custom', message: 'must be name=http(s) address pairs separated by commas' });
      return z.NEVER;
    }
    if (urls.has(name)) {
      context.addIssue({ code: 'custom', message: 'must name every authority once' });
      return z.NEVER;
    }
    urls.set(name, url);
  }
  return urls;
});

export const GatewayEnv = z.object({
  GATEWAY_HOST: z.string().default('127.0.0.1').meta({ description: 'Address to listen on.' }),
  GATEWAY_PORT: port().default(4000).meta({ description: 'Port of the public entry.' }),
  GATEWAY_OPERATIONS_HOST: z
    .string()
    .default('127.0.0.1')
    .meta({ description: 'Address of metrics and operator actions. Never reachable from outside.' }),
  GATEWAY_OPERATIONS_PORT: port().default(4001).meta({ description: 'Port of metrics and operator actions.' }),
  GATEWAY_LOG_LEVEL: logLevel().meta({ description: 'Least severity that is logged.' }),
  GATEWAY_PUBLIC_URL: httpUrl()
    .default('http://127.0.0.1:4000')
    .meta({ description: 'Address under which authorities know the gateway; issuer of the tokens they get.' }),
  GATEWAY_CONTRACTS_DIR: z
    .string()
    .default('contracts')
    .meta({ description: 'Folder with contracts, supergraph and registered operations.' }),
  GATEWAY_AUTHORITY_URLS: authorityUrls.meta({
    description:
      'GraphQL address of each authority: cpr=http://127.0.0.1:4010/graphql,… No default: a wrong authority is worse than no start. An authority that is left out is NOT_CONNECTED.',
  }),
  GATEWAY_RECORD_OWNER_KEYS_DIR: z.string().meta({
    description: 'Folder with one file <authority>.key each: 32 random bytes in base64, shared with that authority.',
  }),
  GATEWAY_SIGNING_KEY_FILE: z.string().optional().meta({
    description:
      'Private P-256 key (JWK) that signs tokens for authorities. Made at start if not given; required in production.',
  }),
  GATEWAY_REFERENCE_KEY_FILE: z.string().optional().meta({
    description:
      'File with 32 random bytes in base64, key of the opaque citizen references. Made at start if not given; required in production.',
  }),
  GATEWAY_IDP_ISSUER: httpUrl().meta({ description: 'Issuer of the citizens’ access tokens, exact text. No default.' }),
  GATEWAY_IDP_JWKS_URL: httpUrl()
    .optional()
    .meta({ description: 'Where the issuer publishes its keys; found by discovery if not given.' }),
  GATEWAY_AUDIENCE: z
    .string()
    .default('urn:mit-overblik:gateway')
    .meta({ description: 'Audience that an access token must name.' }),
  GATEWAY_PAGE_BUDGET_MS: milliseconds(100, 10_000)
    .default(1_000)
    .meta({ description: 'Whole request, milliseconds (architecture.md, decision 11).' }),
  GATEWAY_AUTHORITY_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_024)
    .default(64)
    .meta({ description: 'Calls under way at one authority; one more is refused at once.' }),
  GATEWAY_REQUESTS_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(256)
    .meta({ description: 'Requests under way; one more is answered 503 at once.' }),
  GATEWAY_QUARANTINE_MS: milliseconds(1_000, 86_400_000)
    .default(900_000)
    .meta({ description: 'How long an authority stays out after an answer about another person, unless released.' }),
  GATEWAY_STOP_DELAY_MS: milliseconds(0, 60_000).optional().meta({
    description:
      'How long requests are still taken after SIGTERM, while load balancers learn that the gateway is not ready, milliseconds. Default 5000 in production, else 0.',
  }),
  GATEWAY_DRAIN_MS: milliseconds(0, 60_000)
    .default(10_000)
    .meta({ description: 'How long requests under way may take after SIGTERM, milliseconds.' }),
  GATEWAY_SANDBOX: flag().optional().meta({
    description: 'Whether /sandbox/graphql and /playground exist. Default true, in production false and refused.',
  }),
  GATEWAY_PLAYGROUND_CLIENT_ID: z
    .string()
    .default('mit-overblik-playground')
    .meta({ description: 'Client id of the playground at the identity provider.' }),
  GATEWAY_ENGINE: z.enum(['compiled', 'reference']).default('compiled').meta({
    description: 'Which engine executes operations: ours, or Apollo’s gateway for comparison. `ENGINE` is read, too.',
  }),
  GATEWAY_CLOCK_FROZEN_AT: frozenAt().meta({
    description:
      'Instant at which the clock of the rules (opening hours, agreements) stands still. Not for production.',
  }),
});

/** What a load balancer needs to learn that an instance is not ready any more. */
const STOP_DELAY_MS = 5_000;

export type GatewayConfig = ReturnType<typeof readConfig>;

/** Errors: `ConfigurationError` with every fault. */
export function readConfig(environment: Environment) {
  const isProduction = environment['NODE_ENV'] === 'production';
  const faults = isProduction ? productionFaults(environment) : [];
  try {
    const { ENGINE } = environment;
    const chosen = ENGINE === undefined ? {} : { GATEWAY_ENGINE: ENGINE };
    const variables = parseEnv(GatewayEnv, { ...chosen, ...environment }, 'GATEWAY_');
    if (faults.length > 0) throw new ConfigurationError('gateway', []);
    return {
      ...variables,
      GATEWAY_SANDBOX: variables.GATEWAY_SANDBOX ?? !isProduction,
      GATEWAY_STOP_DELAY_MS: variables.GATEWAY_STOP_DELAY_MS ?? (isProduction ? STOP_DELAY_MS : 0),
    };
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    throw new ConfigurationError('gateway', [...thrown.faults, ...faults]);
  }
}

function productionFaults(environment: Environment): string[] {
  const isGiven = (name: string) => (environment[name] ?? '') !== '';
  return [
    ...(environment['GATEWAY_SANDBOX'] === 'true' ? ['GATEWAY_SANDBOX: is not for production'] : []),
    ...(isGiven('GATEWAY_CLOCK_FROZEN_AT') ? ['GATEWAY_CLOCK_FROZEN_AT: is not for production'] : []),
    ...['GATEWAY_SIGNING_KEY_FILE', 'GATEWAY_REFERENCE_KEY_FILE']
      .filter((name) => !isGiven(name))
      .map((name) => `${name}: is required in production`),
  ];
}
