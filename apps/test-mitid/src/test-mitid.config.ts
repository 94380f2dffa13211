import { z } from 'zod';
import { ConfigurationError, httpUrl, logLevel, parseEnv, port, type Environment } from '@app/config';
import { DEFAULT_POPULATION_SEED } from '@app/testing';

/** Addresses separated by commas. */
const addresses = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .refine((list) => list.every((address) => httpUrl().safeParse(address).success), {
    message: 'must be http(s) addresses separated by commas',
  });

export const TestMitIdEnv = z.object({
  TEST_MITID_HOST: z.string().default('127.0.0.1').meta({ description: 'Address to listen on.' }),
  TEST_MITID_PORT: port().default(4080).meta({ description: 'Port of the identity provider.' }),
  TEST_MITID_ISSUER: httpUrl().optional().meta({
    description:
      'Issuer of the tokens, the address under which browsers and the gateway reach it; http://<host>:<port> if not given.',
  }),
  TEST_MITID_PLAYGROUND_REDIRECT_URIS: addresses
    .default(['http://127.0.0.1:4000/playground/callback'])
    .meta({ description: 'Where the playground may be sent back to after login, separated by commas.' }),
  TEST_MITID_SIGNING_KEY_FILE: z
    .string()
    .optional()
    .meta({ description: 'Private P-256 key (JWK) that signs tokens. Made at start if not given.' }),
  TEST_MITID_POPULATION_SEED: z.coerce
    .number()
    .int()
    .min(0)
    .default(DEFAULT_POPULATION_SEED)
    .meta({ description: 'Seed of the synthetic population; the same as that of the test sources.' }),
  TEST_MITID_LOG_LEVEL: logLevel().meta({ description: 'Least severity that is logged.' }),
});

export interface TestMitIdConfig {
  readonly host: string;
  readonly port: number;
  readonly issuer: string | undefined;
  readonly playgroundRedirectUris: readonly string[];
  readonly signingKeyFile: string | undefined;
  readonly populationSeed: number;
  readonly logLevel: z.output<typeof TestMitIdEnv>['TEST_MITID_LOG_LEVEL'];
}

/**
 * Reads the environment.
 *
 * Errors: `ConfigurationError`; in production always. Whoever can reach this app can be anybody.
 */
export function readConfig(environment: Environment): TestMitIdConfig {
  if (environment['NODE_ENV'] === 'production')
    throw new ConfigurationError('test_mitid', [
      'NODE_ENV: test MitID lets anybody log in as anybody and never runs in production',
    ]);
  const env = parseEnv(TestMitIdEnv, environment, 'TEST_MITID_');
  return {
    host: env.TEST_MITID_HOST,
    port: env.TEST_MITID_PORT,
    issuer: env.TEST_MITID_ISSUER,
    playgroundRedirectUris: env.TEST_MITID_PLAYGROUND_REDIRECT_URIS,
    signingKeyFile: env.TEST_MITID_SIGNING_KEY_FILE,
    populationSeed: env.TEST_MITID_POPULATION_SEED,
    logLevel: env.TEST_MITID_LOG_LEVEL,
  };
}
