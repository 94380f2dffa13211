import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { acrOf, ExchangeTokenSigner, readSigningKey } from '@app/identity';
import { DEFAULT_POPULATION_SEED, RunningStack, syntheticCitizen } from '@app/testing';
import { z } from 'zod';
import { overviewPage } from '../shapes/overview-shape.js';
import { entityOperationFor } from '../shapes/shape.js';
import { readOverviewDocument } from './overview-document.js';
import { BENCH_AUTHORITIES, type BenchAuthority, type RecordedCitizen, type Recording } from './recording.js';

/** Citizens that are recorded. Enough to have every kind of benefit, few enough to read. */
const CITIZENS = 32;
const SEARCHED_MAX = 500;
const FROZEN_AT = '2026-06-15T10:00:00+02:00';

const Answer = z.object({
  data: z.object({ _entities: z.tuple([z.record(z.string(), z.unknown())]) }),
  errors: z.undefined().optional(),
});

/**
 * Asks the real subgraphs, over the stand-ins of their sources, what they say about citizens who have something at each
 * of them. The whole system runs for that, once; the bench replays what was said.
 */
export async function recordOverviews(root: string): Promise<Recording> {
  const page = overviewPage(root);
  await using stack = await RunningStack.start({ root, frozenAt: FROZEN_AT });
  const key = await readSigningKey(path.join(stack.folder, 'signing.jwk'), 'GATEWAY_SIGNING_KEY_FILE');
  const signer = new ExchangeTokenSigner({ issuer: stack.urls.gateway, key });

  const ask = async (authority: BenchAuthority, index: number): Promise<Readonly<Record<string, unknown>>> => {
    const citizenId = `citizen-${index}`;
    const transactionId = randomUUID();
    const token = await signer.sign({
      authority,
      citizenId,
      cprNumber: syntheticCitizen(DEFAULT_POPULATION_SEED, index),
      acr: acrOf('Substantial'),
      sessionReference: citizenId,
      clientId: 'bench',
      transactionId,
    });
    const response = await fetch(`${stack.urls[authority]}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-request-deadline-ms': '5000',
        'x-transaction-id': transactionId,
      },
      body: JSON.stringify({
        query: entityOperationFor(authority, page),
        variables: { representations: [{ __typename: 'Citizen', id: citizenId }] },
      }),
    });
    return Answer.parse(await response.json()).data._entities[0];
  };

  const citizens: RecordedCitizen[] = [];
  for (let index = 0; index < SEARCHED_MAX && citizens.length < CITIZENS; index += 1) {
    const [cpr, udk, skat] = await Promise.all(BENCH_AUTHORITIES.map((authority) => ask(authority, index)));
    const citizen = { index, cpr: cpr!, 'udbetaling-danmark': udk!, skat: skat! };
    if (hasSomethingEverywhere(citizen)) citizens.push(citizen);
  }
  return { operation: readOverviewDocument(root).id, today: FROZEN_AT.slice(0, 10), citizens };
}

/** Every authority's answer must have a place for the citizen's own value; see `overview-marks.ts`. */
function hasSomethingEverywhere({ cpr, skat, ...others }: RecordedCitizen): boolean {
  const benefits = others['udbetaling-danmark']['benefits'];
  return Boolean(cpr['person']) && Boolean(skat['preliminaryTax']) && Array.isArray(benefits) && benefits.length > 0;
}
