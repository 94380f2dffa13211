import {
  AccessTokenVerifier,
  ExchangeTokenSigner,
  RemoteKeySet,
  generateSigningKey,
  readSigningKey,
} from '@app/identity';
import type { Logger } from '@app/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CitizenIdentity } from './citizen-identity.service.js';
import { JwksController } from './jwks.controller.js';
import { RecordOwnerKeys } from './record-owner-keys.service.js';
import { ReferenceKey } from './reference-key.service.js';
import { Subjects } from './subjects.service.js';

@Module({})
export class IdentityModule {
  static forRoot(config: GatewayConfig, logger: Logger): DynamicModule {
    return {
      module: IdentityModule,
      controllers: [JwksController],
      providers: [
        { provide: AccessTokenVerifier, useFactory: () => createVerifier(config, logger) },
        { provide: ExchangeTokenSigner, useFactory: () => createSigner(config) },
        { provide: ReferenceKey, useFactory: () => new ReferenceKey(config.GATEWAY_REFERENCE_KEY_FILE) },
        {
          provide: RecordOwnerKeys,
          useFactory: () =>
            new RecordOwnerKeys(config.GATEWAY_RECORD_OWNER_KEYS_DIR, [...config.GATEWAY_AUTHORITY_URLS.keys()]),
        },
        CitizenIdentity,
        Subjects,
      ],
      exports: [CitizenIdentity, Subjects],
    };
  }
}

function createVerifier(config: GatewayConfig, logger: Logger): AccessTokenVerifier {
  const issuer = config.GATEWAY_IDP_ISSUER;
  const jwksUrl = config.GATEWAY_IDP_JWKS_URL;
  const keys = new RemoteKeySet(jwksUrl === undefined ? { issuer } : { jwksUrl }, {
    onRefresh: (outcome) => {
      if (!outcome.ok)
        logger.warn({ reason: outcome.reason }, 'the keys of the identity provider could not be fetched');
    },
  });
  void keys.refresh();
  return new AccessTokenVerifier({ issuer, audience: config.GATEWAY_AUDIENCE, keys });
}

async function createSigner(config: GatewayConfig): Promise<ExchangeTokenSigner> {
  const file = config.GATEWAY_SIGNING_KEY_FILE;
  const key = file === undefined ? await generateSigningKey() : await readSigningKey(file, 'GATEWAY_SIGNING_KEY_FILE');
  return new ExchangeTokenSigner({ issuer: config.GATEWAY_PUBLIC_URL, key });
}
