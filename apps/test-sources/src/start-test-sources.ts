import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestLoggerAdapter, type Logger } from '@app/telemetry';
import { CallCounter } from './calls/call-counter.js';
import { ControlLogger } from './control/control-logger.js';
import { ControlModule } from './control/control.module.js';
import { FactsService } from './facts.service.js';
import { FaultBoard } from './faults/fault-board.js';
import { FaultMiddleware } from './faults/fault.middleware.js';
import { ProblemFilter } from './problem.filter.js';
import type { TestSourcesConfig } from './test-sources.config.js';
import { TestSourcesModule } from './test-sources.module.js';

export interface RunningTestSources {
  readonly port: number;
  readonly controlPort: number;
  /** Ends at once, also connections that hang on purpose. */
  stop(): Promise<void>;
}

const BODY_LIMIT = '200kb';
/** Faults can be set by whoever reaches the endpoint, so nobody from outside does. */
const CONTROL_HOST = '127.0.0.1';
/** Longer than any client keeps an idle connection, so that it never closes under a request. */
const KEEP_ALIVE_MS = 65_000;

/** Errors: Node's error when a port cannot be had (`EADDRINUSE`, with `port`). */
export async function startTestSources(
  config: TestSourcesConfig,
  logger: Logger,
  authorities: readonly Type[],
): Promise<RunningTestSources> {
  const [board, calls, facts] = [new FaultBoard(), new CallCounter(), new FactsService(config)];
  const faults = new FaultMiddleware(board, calls, facts);

  const sources = await create(TestSourcesModule.over(facts, authorities), logger, new ProblemFilter(logger, faults));
  sources.use(faults.use.bind(faults));
  const control = await create(
    ControlModule.over(board, calls, new ControlLogger(logger)),
    logger,
    new ProblemFilter(logger),
  );

  const stop = async (): Promise<void> => {
    await Promise.all([sources.close(), control.close()]);
  };
  try {
    return {
      port: await listen(sources, config.port, config.host),
      controlPort: await listen(control, config.controlPort, CONTROL_HOST),
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function create(module: DynamicModule, logger: Logger, filter: ProblemFilter): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: new NestLoggerAdapter(logger),
    bodyParser: false, // set below, so that faults come after it and see whom a request asks for
    forceCloseConnections: true,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useGlobalFilters(filter);
  return app;
}

async function listen(app: NestExpressApplication, port: number, host: string): Promise<number> {
  const server: Server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await app.listen(port, host);
  return (server.address() as AddressInfo).port;
}
