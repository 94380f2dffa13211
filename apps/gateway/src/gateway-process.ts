import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '@app/config';
import { loadContracts } from '@app/contracts';
import type { Planner } from '@app/federation';
import { NestLoggerAdapter, OperationsServer, type ActionResult, type Logger } from '@app/telemetry';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { LoadLimit } from './admission/load-limit.js';
import { Authorities } from './authorities/authorities.service.js';
import type { GatewayConfig } from './gateway.config.js';
import { GatewayModule, type GatewayMutants } from './gateway.module.js';
import { Readiness } from './health/readiness.service.js';
import { OperationExecutor } from './overview/operation-executor.service.js';
import { OverviewController } from './overview/overview.controller.js';
import { PublicServer } from './public-server.js';
import { AnyErrorFilter } from './reply/any-error.filter.js';
import { setSecurityHeaders } from './security-headers.js';
import { SupergraphInForce, type Adoption } from './supergraph/supergraph-in-force.service.js';
import { GatewayMetrics } from './telemetry/gateway-metrics.service.js';

/** A gateway that runs. */
export interface RunningGateway {
  readonly port: number;
  readonly operationsPort: number;
  /** Takes no new connection, finishes what is under way, closes what is left after the drain time. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly mutants?: GatewayMutants;
  /** Default: planning has a thread of its own. */
  readonly createPlanner?: () => Planner;
}

/**
 * Errors: `ConfigurationError` for keys and contracts that cannot be used; `EADDRINUSE` when a port is taken. Nothing is
 *         left open then.
 */
export async function startGateway(
  config: GatewayConfig,
  logger: Logger,
  { mutants, createPlanner }: StartOptions = {},
): Promise<RunningGateway> {
  const contracts = loadContracts(config.GATEWAY_CONTRACTS_DIR);
  requireKnownAuthorities(
    config,
    contracts.map(({ authority }) => authority),
  );
  const module = GatewayModule.forRoot({
    config,
    contracts,
    logger,
    ...(mutants === undefined ? {} : { mutants }),
    ...(createPlanner === undefined ? {} : { createPlanner }),
  });
  const app = await createApp(module, logger);
  const authorities = app.get(Authorities);
  const operations = new OperationsServer({
    metrics: app.get(GatewayMetrics),
    releases: { kind: 'authorities', release: (name) => authorities.release(name) },
    actions: new Map([['/supergraph/reload', () => reload(app.get(SupergraphInForce))]]),
  });
  try {
    await app.init();
    return await listen(app, operations, config, logger);
  } catch (thrown) {
    await operations.close();
    await app.close();
    throw thrown;
  }
}

const RELOAD_STATUS: Readonly<Record<Adoption['outcome'], number>> = { ADOPTED: 200, REFUSED: 422, BUSY: 409 };

async function reload(supergraph: SupergraphInForce): Promise<ActionResult> {
  const adoption = await supergraph.reload();
  return { status: RELOAD_STATUS[adoption.outcome], body: adoption };
}

async function createApp(module: DynamicModule, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    bodyParser: false,
    logger: new NestLoggerAdapter(logger),
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request: unknown, response: ServerResponse, next: () => void) => {
    setSecurityHeaders(response);
    next();
  });
  app.useGlobalFilters(new AnyErrorFilter(logger));
  return app;
}

async function listen(
  app: NestExpressApplication,
  operations: OperationsServer,
  config: GatewayConfig,
  logger: Logger,
): Promise<RunningGateway> {
  const server: Server = app.getHttpServer();
  const publicServer = new PublicServer(server, { routes: new Map([['/graphql', overviewEntry(app)]]) });
  const operationsPort = await operations.listen(config.GATEWAY_OPERATIONS_HOST, config.GATEWAY_OPERATIONS_PORT);
  await app.listen(config.GATEWAY_PORT, config.GATEWAY_HOST);
  const { port } = server.address() as AddressInfo;
  const readiness = app.get(Readiness);
  app.get(GatewayMetrics).observeLoad(() => app.get(LoadLimit).inFlight);
  readiness.becomeReady();
  logger.info({ port, operationsPort, supergraph: app.get(OperationExecutor).supergraphId }, 'listening');

  return {
    port,
    operationsPort,
    async stop() {
      readiness.beginStopping();
      await publicServer.drain({ delayMs: config.GATEWAY_STOP_DELAY_MS, limitMs: config.GATEWAY_DRAIN_MS });
      await app.close();
      await operations.close();
    },
  };
}

/** The page's entry without the framework. Whoever asks is told by the entry itself, so nothing is led around. */
function overviewEntry(app: NestExpressApplication): RequestListener {
  const overview = app.get(OverviewController);
  return (request, response) => {
    setSecurityHeaders(response);
    void overview.answer(request, response);
  };
}

/** A name that no contract bears is a slip of the pen, and the authority that was meant would silently be missing. */
function requireKnownAuthorities(config: GatewayConfig, known: readonly string[]): void {
  const unknown = [...config.GATEWAY_AUTHORITY_URLS.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new ConfigurationError('gateway', [
      `GATEWAY_AUTHORITY_URLS: no contract for ${unknown.join(', ')}; contracts exist for ${known.join(', ')}`,
    ]);
}
