import {
  addDays,
  birthDateOf,
  isTestCprNumber,
  parseCprNumber,
  payDayOf,
  type CalendarDate,
  type CprNumber,
} from '@app/domain';
import fc from 'fast-check';
import { factsOf } from '../facts-of.js';
import { TEST_PERSONS } from '../test-persons.js';
import { syntheticCitizen, syntheticFacts } from './synthetic-facts.js';
import { birthDateAt, HOUSEHOLDS, numberAt, ROLES, seatOf } from './synthetic-number.js';

const TODAY: CalendarDate = '2026-06-15';
const seed = () => fc.integer({ min: 0, max: 2 ** 31 });
const index = () => fc.integer({ min: 0, max: HOUSEHOLDS - 1 });
const day = () => fc.integer({ min: 0, max: 4 * 365 }).map((days) => addDays('2024-01-01', days));
const factsAbout = (from: number, cprNumber: CprNumber, today = TODAY) => {
  const facts = syntheticFacts(from, cprNumber, today);
  if (facts === undefined) throw new Error('nobody lives there');
  return facts;
};

describe('numbers of the synthetic population', () => {
  it('lead back to their seat', () => {
    fc.assert(
      fc.property(
        index(),
        fc.constantFrom(...ROLES),
        fc.constantFrom('FEMALE' as const, 'MALE' as const),
        (household, role, gender) => {
          const number = numberAt({ household, role }, gender);
          expect(seatOf(number)).toEqual({ household, role });
          expect(isTestCprNumber(number)).toBe(true);
          expect(birthDateOf(number)).toBe(birthDateAt({ household, role }));
          expect(Number(number[9]) % 2 === 1).toBe(gender === 'MALE');
          expect(number[6]).not.toBe('9');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('differ for every seat of many households, with fitting ages', () => {
    const numbers = new Set<string>();
    for (let household = 0; household < 4_096; household += 1) {
      const [head, partner, first, second, third] = ROLES.map((role) => birthDateAt({ household, role }));
      for (const role of ROLES) numbers.add(numberAt({ household, role }, 'MALE'));
      expect(addDays(head!, 18 * 365) < first! && first! < second! && second! < third!).toBe(true);
      expect(Math.abs(Date.parse(head!) - Date.parse(partner!)) < 12 * 365.25 * 86_400_000).toBe(true);
    }
    expect(numbers.size).toBe(5 * 4_096);
  });

  it('never are those of test persons or their families, whatever the seed', () => {
    fc.assert(
      fc.property(seed(), (from) => {
        const family = TEST_PERSONS.flatMap((one) => [
          one.cprNumber,
          ...one.facts(TODAY).person.children.map(({ cprNumber }) => cprNumber),
        ]);
        for (const number of family) expect(syntheticFacts(from, number, TODAY)).toBeUndefined();
      }),
      { numRuns: 5 },
    );
  });

  it('mean nobody when the number does not fit: other range, other gender digit, real numbers', () => {
    const citizen = syntheticCitizen(1, 42);
    const otherGender = parseCprNumber(`${citizen.slice(0, 9)}${(Number(citizen[9]) + 1) % 2}`)!;
    expect(factsOf(otherGender, TODAY)).toBeUndefined();
    expect(factsOf(parseCprNumber('0101701234')!, TODAY)).toBeUndefined();
    expect(factsOf(parseCprNumber('6101709998')!, TODAY)).toBeUndefined();
  });

  it('end at the size of the population', () => {
    expect(() => syntheticCitizen(1, HOUSEHOLDS)).toThrow(RangeError);
    expect(() => syntheticCitizen(1, -1)).toThrow(RangeError);
    expect(() => syntheticCitizen(1, 0.5)).toThrow(RangeError);
  });
});

describe('facts of the synthetic population', () => {
  it('are the same every time and about the asked citizen', () => {
    fc.assert(
      fc.property(seed(), index(), day(), (from, household, today) => {
        const citizen = syntheticCitizen(from, household);
        const facts = factsAbout(from, citizen, today);
        expect(facts.cprNumber).toBe(citizen);
        expect(factsAbout(from, citizen, today)).toEqual(facts);
        expect(facts.person.bornOn).toBe(birthDateOf(citizen));
      }),
    );
  });

  it('agree between spouses, parents and children', () => {
    fc.assert(
      fc.property(seed(), index(), day(), (from, household, today) => {
        const head = factsAbout(from, syntheticCitizen(from, household), today);
        const { spouse, children } = head.person;
        if (spouse !== undefined) {
          const other = factsAbout(from, spouse, today);
          expect(other.person.spouse).toBe(head.cprNumber);
          expect(other.person.civilStatus).toEqual(head.person.civilStatus);
          expect(other.person.address).toEqual(head.person.address);
          expect(other.person.children).toEqual(children);
        }
        for (const child of children) {
          expect(child.bornOn <= today).toBe(true);
          expect(factsAbout(from, child.cprNumber, today).person).toMatchObject({
            name: child.name,
            bornOn: child.bornOn,
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('agree between authorities: what was sent for collection is there, and money adds up', () => {
    fc.assert(
      fc.property(seed(), index(), day(), (from, household, today) => {
        const { debts, claims, tax, benefits, paymentsMade } = factsAbout(
          from,
          syntheticCitizen(from, household),
          today,
        );
        for (const { claimId, isSentToCollection, remainingOere, originalAmountOere, payBy } of debts) {
          const claim = claims.find((one) => one.claimId === claimId);
          expect(claim !== undefined).toBe(isSentToCollection);
          if (claim !== undefined) expect(claim).toMatchObject({ remainingOere, originalAmountOere, payBy });
          expect(remainingOere > 0 && remainingOere <= originalAmountOere).toBe(true);
        }
        for (const { taxOere, paidOere, refundDueOn, residualPayBy } of tax.annual)
          expect([refundDueOn !== undefined, residualPayBy !== undefined]).toEqual([
            paidOere > taxOere,
            paidOere < taxOere,
          ]);
        const ids = benefits.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { benefitId, paidOn } of paymentsMade)
          expect(ids.includes(benefitId) && payDayOf(paidOn) === paidOn && paidOn < today).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('hold every kind of benefit, debts and families among the first fifteen hundred', () => {
    const all = Array.from({ length: 1_500 }, (_, household) => factsAbout(1, syntheticCitizen(1, household)));
    const kinds = new Set(all.flatMap(({ benefits }) => benefits.map(({ kind }) => kind)));
    expect(kinds.size).toBe(7);
    expect(all.filter(({ debts }) => debts.length > 0).length).toBeGreaterThan(75);
    expect(all.filter(({ person }) => person.spouse !== undefined).length).toBeGreaterThan(375);
  });

  it('change with the seed, not with the number', () => {
    const [one, other] = [syntheticCitizen(1, 5), syntheticCitizen(2, 5)];
    expect(one.slice(0, 9)).toBe(other.slice(0, 9));
    expect(syntheticFacts(1, one, TODAY)).not.toEqual(syntheticFacts(2, other, TODAY));
  });
});
