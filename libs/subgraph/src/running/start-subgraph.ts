import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createMetrics, NestLoggerAdapter, type Logger } from '@app/telemetry';
import type { BrokenOnPurpose } from '../access/record-ledger.js';
import type { SubgraphOptions } from '../subgraph.module.js';
import type { SourceOptions } from '../source/source-client.js';
import { Sources } from '../source/sources.js';
import { NotFoundFilter } from './not-found.filter.js';
import { OperationsServer } from './operations-server.js';
import type { SubgraphConfig } from './subgraph-config.js';
import { SubgraphMetrics } from './subgraph-metrics.js';

/** What the app's modules need from the process they run in. */
export interface SubgraphTools {
  readonly logger: Logger;
  readonly metrics: SubgraphMetrics;
  readonly sources: Sources;
  /** For tests of the tests only: given by code, never by configuration. */
  readonly brokenOnPurpose?: BrokenOnPurpose | undefined;
}

export interface SubgraphStart<Config extends SubgraphConfig> {
  /** The authority's name: `cpr`. */
  readonly name: string;
  readonly config: Config;
  readonly module: (config: Config, tools: SubgraphTools) => DynamicModule;
  readonly logger: Logger;
  readonly brokenOnPurpose?: BrokenOnPurpose | undefined;
}

export interface RunningSubgraph {
  readonly port: number;
  readonly metricsPort: number;
  /** Stops accepting, answers what is under way, ends the rest. */
  stop(): Promise<void>;
}

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

/** Errors: Node's error when a port cannot be had (`EADDRINUSE`, with `port`). */
export async function startSubgraph<Config extends SubgraphConfig>(
  start: SubgraphStart<Config>,
): Promise<RunningSubgraph> {
  const { name, config, logger, brokenOnPurpose } = start;
  const metrics = createMetrics(name);
  const sources = new Sources();
  const operations = new OperationsServer({ metrics, sources, logger });
  const module = start.module(config, { logger, metrics: new SubgraphMetrics(metrics), sources, brokenOnPurpose });
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
  let metricsPort: number;
  try {
    metricsPort = await operations.listen(config.host, config.metricsPort);
    await app.listen(config.port, config.host);
  } catch (error) {
    await operations.close();
    await app.close();
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    metricsPort,
    stop: async () => {
      await drain();
      await app.close();
      await operations.close();
    },
  };
}

/**
 * Lets a server finish its requests: no new connections, idle ones closed, each answer the last on its connection.
 * Nest's own `close` ends the modules first, and with them the sources that requests under way still wait for.
 */
function drainable(server: Server): () => Promise<void> {
  const unanswered = new Set<ServerResponse>();
  let isDraining = false;
  const makeLast = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  server.prependListener('request', (_request, response: ServerResponse) => {
    unanswered.add(response);
    if (isDraining) makeLast(response);
    response.once('close', () => {
      unanswered.delete(response);
      if (isDraining) setImmediate(() => server.closeIdleConnections());
    });
  });
  return () =>
    new Promise((resolve) => {
      isDraining = true;
      for (const response of unanswered) makeLast(response);
      server.close(() => resolve());
      server.closeIdleConnections();
    });
}
