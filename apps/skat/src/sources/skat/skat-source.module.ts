import { Module, type DynamicModule } from '@nestjs/common';
import { SourceClient, type SourceOptions } from '@app/subgraph';
import { ClaimSource } from '../../claim/claim-source.js';
import { TaxSource } from '../../tax/tax-source.js';
import { SkatAssessmentsClient } from './skat-assessments.client.js';
import { OpgoerelserReply } from './skat-assessments.reply.js';
import { SkatClaimsClient } from './skat-claims.client.js';
import { FordringerReply } from './skat-claims.reply.js';
import { readRefusal } from './skat-problem.js';
import { SkatApi } from './skat.api.js';

const OPGOERELSER = { name: 'skat-opgoerelser', path: '/skat/opgoerelser/v1/hent' } as const;
const FORDRINGER = { name: 'skat-fordringer', path: '/skat/fordringer/v1/hent' } as const;

/** Binds the features' ports to Skattestyrelsen and Gældsstyrelsen: two systems, so two clients and two breakers. */
@Module({})
export class SkatSourceModule {
  static forRoot(options: SourceOptions): DynamicModule {
    return {
      module: SkatSourceModule,
      global: true,
      providers: [
        { provide: TaxSource, useFactory: () => new SkatAssessmentsClient(assessmentsApi(options)) },
        { provide: ClaimSource, useFactory: () => new SkatClaimsClient(claimsApi(options)) },
      ],
      exports: [TaxSource, ClaimSource],
    };
  }
}

function assessmentsApi(options: SourceOptions): SkatApi<OpgoerelserReply> {
  return new SkatApi({
    ...OPGOERELSER,
    client: clientOf(OPGOERELSER, options),
    schema: OpgoerelserReply,
    ownersOf: ({ forskudsopgoerelse, aarsopgoerelser }) => {
      const rows = forskudsopgoerelse === null ? aarsopgoerelser : [forskudsopgoerelse, ...aarsopgoerelser];
      return rows.map((row) => row.personnummer);
    },
    logger: options.logger,
  });
}

function claimsApi(options: SourceOptions): SkatApi<FordringerReply> {
  return new SkatApi({
    ...FORDRINGER,
    client: clientOf(FORDRINGER, options),
    schema: FordringerReply,
    ownersOf: ({ fordringer }) => fordringer.map((row) => row.personnummer),
    logger: options.logger,
  });
}

function clientOf(api: { readonly name: string; readonly path: string }, options: SourceOptions): SourceClient {
  return new SourceClient({
    ...options,
    name: api.name,
    readRefusal,
    // A question about nobody: a source in operation refuses it as invalid input.
    probe: async (post) => {
      const { status } = await post(api.path, {});
      if (status !== 400) throw new Error('the source does not answer as it should');
    },
  });
}
