import { parseCprNumber, type CprNumber } from '@app/domain';
import { RecordLedger, type SubjectAccess } from '@app/subgraph';

/** A number of the range for test persons that no test person bears. */
export const citizen = numberOf('6101801234');
export const somebodyElse = numberOf('6202814321');

export function anAccess(cprNumber: CprNumber = citizen): SubjectAccess {
  return {
    citizenId: 'reference-of-the-session',
    cprNumber,
    acr: 'https://data.gov.dk/concept/core/nsis/Substantial',
    transactionId: 'transaction-1',
    signal: new AbortController().signal,
    remainingMs: () => 500,
    records: new RecordLedger(cprNumber),
  };
}

function numberOf(text: string): CprNumber {
  const number = parseCprNumber(text);
  if (number === undefined) throw new Error('the fixture is no person number');
  return number;
}
