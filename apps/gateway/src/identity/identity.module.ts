import {
  AccessTokenVerifier,
  ExchangeTokenSigner,
  RemoteKeySet,
  type KeyRefresh,
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
  const keys = new RemoteKeySet(jwksUrl === undefined ? { issuer } : { jwksUrl }, { onRefresh: keyRefreshLog(logger) });
  keys.refreshUntilKnown();
  return new AccessTokenVerifier({ issuer, audience: config.GATEWAY_AUDIENCE, keys });
}

/** Attempts before the first keys after which it looks like more than a matter of who starts first. */
const PATIENCE_ATTEMPTS = 60;

/** At the start the provider may simply not be up yet; later, or for long, a failure is worth an operator's look. */
function keyRefreshLog(logger: Logger): (outcome: KeyRefresh) => void {
  let attempts = 0;
  let hadKeys = false;
  return (outcome) => {
    hadKeys ||= outcome.ok;
    attempts += 1;
    if (outcome.ok) return;
    const isWorthALook = hadKeys || attempts % PATIENCE_ATTEMPTS === 0;
    logger[isWorthALook ? 'warn' : 'debug'](
      { reason: outcome.reason },
      'the keys of the identity provider could not be fetched',
    );
  };
}

async function createSigner(config: GatewayConfig): Promise<ExchangeTokenSigner> {
  const file = config.GATEWAY_SIGNING_KEY_FILE;
  const key = file === undefined ? await generateSigningKey() : await readSigningKey(file, 'GATEWAY_SIGNING_KEY_FILE');
  return new ExchangeTokenSigner({ issuer: config.GATEWAY_PUBLIC_URL, key });
}
