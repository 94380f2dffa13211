import { calendarDate, type CprNumber } from '@app/domain';
import { factsOf, syntheticCitizen, TEST_PERSONS, DEFAULT_POPULATION_SEED, type CitizenFacts } from '@app/testing';
import { toTaxAssessments } from '../apps/skat/src/sources/skat/skat-assessments.mapper.js';
import { OpgoerelserReply } from '../apps/skat/src/sources/skat/skat-assessments.reply.js';
import { toRegisteredClaim } from '../apps/skat/src/sources/skat/skat-claims.mapper.js';
import { FordringerReply } from '../apps/skat/src/sources/skat/skat-claims.reply.js';
import { toFordringer } from '../apps/test-sources/src/skat/fordringer.js';
import { toOpgoerelser } from '../apps/test-sources/src/skat/opgoerelser.js';

const today = calendarDate(2026, 6, 15);
const testPersons = TEST_PERSONS.map(({ cprNumber }) => cprNumber);
const population = Array.from({ length: 300 }, (_, index) => syntheticCitizen(DEFAULT_POPULATION_SEED, index));

/** As it goes over the wire: what JSON does not carry is gone. */
const overTheWire = (reply: unknown): unknown => JSON.parse(JSON.stringify(reply));

function requireFacts(cprNumber: CprNumber, canaries = false): CitizenFacts {
  const facts = factsOf(cprNumber, today, { canaries });
  if (facts === undefined) throw new Error('no facts about a person of the population');
  return facts;
}

/** What the subgraph reads of what the stand-in writes. */
function read({ cprNumber, tax, claims }: CitizenFacts) {
  const opgoerelser = OpgoerelserReply.parse(overTheWire(toOpgoerelser(cprNumber, cprNumber, tax)));
  const fordringer = FordringerReply.parse(overTheWire(toFordringer(cprNumber, cprNumber, claims)));
  return { tax: toTaxAssessments(opgoerelser), claims: fordringer.fordringer.map(toRegisteredClaim) };
}

describe('the stand-in of Skat writes what the subgraph reads', () => {
  it.each([
    ['the test persons', testPersons, false],
    ['the synthetic population', population, false],
    ['citizens who bear canaries', [...testPersons, ...population], true],
  ])('for %s: claims field by field, amounts of tax to the øre', (_, numbers, canaries) => {
    for (const cprNumber of numbers) {
      const facts = requireFacts(cprNumber, canaries);
      const { tax, claims } = read(facts);
      expect(claims).toEqual(facts.claims);
      expect(tax.preliminary).toEqual(facts.tax.preliminary ?? null);
      expect(tax.annual.map(({ incomeYear, taxOere, paidOere }) => [incomeYear, taxOere, paidOere])).toEqual(
        facts.tax.annual.map(({ incomeYear, taxOere, paidOere }) => [incomeYear, taxOere, paidOere]),
      );
      expect(tax.annual.map(({ settlement }) => balanceOf(settlement))).toEqual(
        facts.tax.annual.map(({ taxOere, paidOere }) => paidOere - taxOere),
      );
    }
  });
});

function balanceOf(settlement: ReturnType<typeof read>['tax']['annual'][number]['settlement']): number {
  if (settlement === null) return 0;
  return settlement.kind === 'REFUND' ? settlement.amountOere : -settlement.amountOere;
}
