import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestLoggerAdapter, type Logger } from '@app/telemetry';
import type { BrokenOnPurpose } from '../access/record-ledger.js';
import type { SourceOptions } from '../source/source-client.js';
import type { Sources } from '../source/sources.js';
import type { SubgraphOptions } from '../subgraph.module.js';
import { drainable } from './drainable.js';
import { NotFoundFilter } from './not-found.filter.js';
import type { SubgraphConfig } from './subgraph-config.js';
import type { SubgraphMetrics } from './subgraph-metrics.js';

/** What the app's modules need from the process they run in. */
export interface SubgraphTools {
  readonly logger: Logger;
  readonly metrics: SubgraphMetrics;
  readonly sources: Sources;
  /** For tests of the tests only: given by code, never by configuration. */
  readonly brokenOnPurpose?: BrokenOnPurpose | undefined;
}

/** An app: its modules out of configuration and process. */
export type ModuleOf<Config extends SubgraphConfig> = (config: Config, tools: SubgraphTools) => DynamicModule;

/** Options of `SubgraphModule.forRoot` out of what an app has. */
export function subgraphOptionsOf(authority: string, config: SubgraphConfig, tools: SubgraphTools): SubgraphOptions {
  return {
    authority,
    contractsDir: config.contractsDir,
    issuer: config.gatewayIssuer,
    jwksUrl: config.gatewayJwksUrl,
    recordOwnerKey: config.recordOwnerKey,
    clock: config.clock,
    ...tools,
  };
}

/** Options of the app's source clients out of what an app has. */
export function sourceOptionsOf(config: SubgraphConfig, { logger, metrics, sources }: SubgraphTools): SourceOptions {
  const { sourceUrl: baseUrl, sourceTimeLimitMs: timeLimitMs, quarantineMs } = config;
  return { baseUrl, timeLimitMs, quarantineMs, logger, metrics, sources };
}

export interface SubgraphApp {
  /** Returns the port. Errors: Node's error when it cannot be had (`EADDRINUSE`, with `port`). */
  listen(host: string, port: number): Promise<number>;
  /** Stops accepting, answers what is under way, ends the rest. */
  stop(): Promise<void>;
}

/** The app's HTTP server, not listening yet. */
export async function createSubgraph(module: DynamicModule, logger: Logger): Promise<SubgraphApp> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: new NestLoggerAdapter(logger),
    bodyParser: false, // the endpoint reads the body itself, after the token
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.useGlobalFilters(new NotFoundFilter());
  const server: Server = app.getHttpServer();
  Object.assign(server, { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 30_000 });
  const drain = drainable(server);
  return {
    listen: async (host, port) => {
      await app.listen(port, host);
      return (server.address() as AddressInfo).port;
    },
    stop: async () => {
      if (server.listening) await drain();
      await app.close();
    },
  };
}
