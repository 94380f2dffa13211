import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { generatePrivateJwk, readPrivateJwk } from '@app/identity';
import { NestLoggerAdapter, type Logger } from '@app/telemetry';
import { CitizenDirectory } from './citizens/citizen-directory.service.js';
import { ProviderHost } from './provider/provider-host.service.js';
import { createProvider } from './provider/provider.factory.js';
import type { TestMitIdConfig } from './test-mitid.config.js';
import { TestMitIdModule } from './test-mitid.module.js';

export interface RunningTestMitId {
  readonly issuer: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the provider. The port is taken first: with port 0 it tells the issuer. */
export async function startTestMitId(config: TestMitIdConfig, logger: Logger): Promise<RunningTestMitId> {
  const { signingKeyFile, playgroundRedirectUris } = config;
  const signingJwk =
    signingKeyFile === undefined
      ? await generatePrivateJwk()
      : await readPrivateJwk(signingKeyFile, 'TEST_MITID_SIGNING_KEY_FILE');
  const app = await NestFactory.create<NestExpressApplication>(TestMitIdModule.forPopulation(config.populationSeed), {
    logger: new NestLoggerAdapter(logger),
    bodyParser: false,
    forceCloseConnections: true,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  const port = portOf(await app.listen(config.port, config.host));
  const issuer = config.issuer ?? `http://${config.host}:${port}`;
  const provider = createProvider({
    issuer,
    signingJwk,
    playgroundRedirectUris,
    citizens: app.get(CitizenDirectory),
  });
  provider.on('server_error', ({ path }, fault) => logger.error({ err: fault, path }, 'the provider failed'));
  provider.on('error', (fault) => logger.error({ err: fault }, 'the provider failed'));
  app.get(ProviderHost).open(provider);
  return { issuer, port, close: () => app.close() };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
