import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ConfigurationError } from '@app/config';
import type { AuthorityName, Clock } from '@app/domain';
import { ExchangeTokenVerifier, recordOwnerOf } from '@app/identity';
import type { Logger } from '@app/telemetry';
import { Kind, parse } from 'graphql';
import { GatewayKeys } from './access/gateway-keys.js';
import type { BrokenOnPurpose } from './access/record-ledger.js';
import { HealthController } from './health.controller.js';
import type { SubgraphMetrics } from './running/subgraph-metrics.js';
import { SCALARS } from './schema/scalars.js';
import { SubgraphDriver, type SubgraphDriverOptions } from './subgraph.driver.js';
import { Today } from './today.js';

export interface SubgraphOptions {
  readonly authority: AuthorityName;
  /** Folder that holds `<authority>/schema.graphql`. */
  readonly contractsDir: string;
  /** The gateway as issuer of the exchanged tokens, and where it publishes its keys. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** 32 bytes that the gateway knows too, for `recordOwner`. */
  readonly recordOwnerKey: Buffer;
  /** What the rules mean by today. Tokens and time limits run on real time. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: SubgraphMetrics;
  /** For tests of the tests only. */
  readonly brokenOnPurpose?: BrokenOnPurpose | undefined;
}

/**
 * GraphQL for one authority: schema from the contract, token check, subject guard, error format, health. Gives every
 * module of the app its `Today`.
 */
@Module({})
export class SubgraphModule {
  static forRoot(options: SubgraphOptions): DynamicModule {
    const { authority, issuer, jwksUrl, recordOwnerKey, logger, metrics, brokenOnPurpose } = options;
    const typeDefs = readContract(options.contractsDir, authority);
    const gateway = new GatewayKeys(jwksUrl, logger);
    const verifier = new ExchangeTokenVerifier({ issuer, authority, keys: gateway.keys });
    const graphql: SubgraphDriverOptions = {
      driver: SubgraphDriver,
      path: '/graphql',
      typeDefs,
      resolvers: scalarsOf(typeDefs),
      hashOfOwner: (owner) => recordOwnerOf(recordOwnerKey, owner),
      verifyToken: (token) => verifier.verify(token),
      logger,
      observe: (outcome) => metrics.answered(outcome),
      broken: brokenOnPurpose,
    };
    return {
      module: SubgraphModule,
      global: true,
      imports: [GraphQLModule.forRoot<SubgraphDriverOptions>(graphql)],
      controllers: [HealthController],
      providers: [
        { provide: GatewayKeys, useFactory: () => gateway },
        { provide: Today, useFactory: () => new Today(options.clock) },
      ],
      exports: [Today],
    };
  }
}

function readContract(contractsDir: string, authority: AuthorityName): string {
  try {
    return readFileSync(path.join(contractsDir, authority, 'schema.graphql'), 'utf8');
  } catch {
    throw new ConfigurationError(authority, [`the folder of contracts has no readable ${authority}/schema.graphql`]);
  }
}

/** The scalars that this contract declares; Nest refuses resolvers for others. */
function scalarsOf(typeDefs: string): Partial<typeof SCALARS> {
  const declared = new Set(
    parse(typeDefs).definitions.flatMap((definition) =>
      definition.kind === Kind.SCALAR_TYPE_DEFINITION ? [definition.name.value] : [],
    ),
  );
  return Object.fromEntries(Object.entries(SCALARS).filter(([name]) => declared.has(name)));
}
