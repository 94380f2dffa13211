import { parseCprNumber, type CprNumber } from '@app/domain';
import { RecordLedger, type SubjectAccess } from '@app/subgraph';
import { ASKED } from './replies.js';

export function cpr(text: string): CprNumber {
  const number = parseCprNumber(text);
  if (number === undefined) throw new Error('not a person number');
  return number;
}

/** A request on behalf of the citizen of `replies.ts`. */
export function anAccess(own: Partial<SubjectAccess> = {}): SubjectAccess {
  const cprNumber = own.cprNumber ?? cpr(ASKED);
  return {
    citizenId: 'citizen-1',
    cprNumber,
    acr: 'https://data.gov.dk/concept/core/nsis/Substantial',
    transactionId: 'transaction-1',
    signal: new AbortController().signal,
    remainingMs: () => 800,
    records: new RecordLedger(cprNumber),
    ...own,
  };
}
