import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ReferenceEngine } from '@app/federation';
import type { Logger } from '@app/telemetry';
import { Injectable } from '@nestjs/common';
import { ApolloGatewayDriver, type ApolloGatewayDriverConfig } from '@nestjs/apollo';
import type { GraphQLSchema } from 'graphql';
import { createFailureLog } from './failure-log.plugin.js';

export interface OverviewGatewayConfig extends ApolloGatewayDriverConfig {
  /** Set through `forRootAsync`. */
  readonly engine?: ReferenceEngine;
  readonly logger?: Logger;
}

/**
 * Runs Apollo Server over our engine without any route of its own: requests come in through our controllers, which
 * know the citizen first. Nothing is reported to anybody, whatever the environment says.
 *
 * Note: it wants to extend `ApolloBaseDriver`, which the exports of `@nestjs/apollo` 14 do not reach; the gateway driver is
 *       the nearest child of it that they do, and everything that it adds is overridden here.
 */
@Injectable()
export class OverviewGatewayDriver extends ApolloGatewayDriver {
  override async start({ engine, logger }: OverviewGatewayConfig): Promise<void> {
    if (engine === undefined || logger === undefined) throw new TypeError('the driver needs an engine and a logger');
    this.apolloServer = new ApolloServer({
      gateway: engine,
      apollo: {},
      logger,
      introspection: true,
      includeStacktraceInErrorResponses: false,
      persistedQueries: false,
      stopOnTerminationSignals: false,
      plugins: [
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ApolloServerPluginLandingPageDisabled(),
        ApolloServerPluginSchemaReportingDisabled(),
        ApolloServerPluginUsageReportingDisabled(),
        createFailureLog(logger),
      ],
    });
    await this.apolloServer.start();
  }

  /** No route, playground, plugin or error format of the base driver is wanted. */
  override async mergeDefaultOptions(options: OverviewGatewayConfig): Promise<OverviewGatewayConfig> {
    return options;
  }

  /** The schema comes from the supergraph. */
  override generateSchema(): Promise<GraphQLSchema> | null {
    return null;
  }
}
