import { addDays, ageOn, birthDateOf, isTestCprNumber, payDayOf, type CalendarDate } from '@app/domain';
import fc from 'fast-check';
import { factsOf } from './facts-of.js';
import { passesModulus11 } from './test-number.js';
import { findTestPerson, TEST_PERSONS } from './test-persons.js';
import type { TestPerson } from './test-person.js';

const FROZEN: CalendarDate = '2026-06-15';
const anyDay = () => fc.integer({ min: 0, max: 5 * 365 }).map((days) => addDays('2026-06-01', days));
const person = (key: string): TestPerson => {
  const found = findTestPerson(key);
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
};
const factsAbout = (key: string, today = FROZEN) => person(key).facts(today);

describe('the test persons', () => {
  it('start with parent, have one key and one number each, and are found by both', () => {
    expect(TEST_PERSONS[0]?.key).toBe('parent');
    expect(new Set(TEST_PERSONS.map(({ key }) => key)).size).toBe(TEST_PERSONS.length);
    expect(new Set(TEST_PERSONS.map(({ cprNumber }) => cprNumber)).size).toBe(TEST_PERSONS.length);
    for (const one of TEST_PERSONS) {
      expect(one.key).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(findTestPerson(one.cprNumber)).toBe(one);
    }
    expect(findTestPerson('nobody')).toBeUndefined();
  });

  it.each(TEST_PERSONS.map((one) => [one.key, one] as const))(
    '%s has a number that is never issued and tells age and gender',
    (_key, one) => {
      expect(isTestCprNumber(one.cprNumber)).toBe(true);
      expect(one.cprNumber[6]).toBe('9');
      expect(birthDateOf(one.cprNumber)).toBe(one.facts(FROZEN).person.bornOn);
      expect(passesModulus11(one.cprNumber)).toBe(one.key !== 'no-check-digit');
    },
  );

  it('have æ, ø and å among their texts, in the form that data keep', () => {
    const text = JSON.stringify(TEST_PERSONS.map((one) => one.facts(FROZEN)));
    for (const letter of 'æøåÆØÅ') expect(text).toContain(letter);
    expect(text).toBe(text.normalize('NFC'));
  });
});

describe('the situations on 15 June 2026', () => {
  it('parent: half amounts in two rhythms, a refund and one claim', () => {
    const { benefits, tax, claims, debts } = factsAbout('parent');
    expect(
      benefits.map(({ frequency, nextDueOn, amountOere, child }) => [
        frequency,
        nextDueOn,
        amountOere,
        child?.sharePercent,
      ]),
    ).toEqual([
      ['MONTHLY', '2026-06-20', 55_700, 50],
      ['QUARTERLY', '2026-07-20', 268_500, 50],
    ]);
    expect(tax.annual[0]).toMatchObject({
      incomeYear: 2025,
      assessedOn: '2026-03-23',
      correctBy: '2026-05-20',
      refundDueOn: '2026-04-05',
    });
    expect(claims).toHaveLength(1);
    expect(debts).toEqual([]);
  });

  it('parent and spouse: the same children, home and marriage from both sides', () => {
    const [one, other] = [factsAbout('parent'), factsAbout('parent-spouse')];
    expect(one.person.spouse).toBe(other.cprNumber);
    expect(other.person.spouse).toBe(one.cprNumber);
    expect(one.person.children).toEqual(other.person.children);
    expect(one.person.address).toEqual(other.person.address);
    expect(one.person.civilStatus).toEqual(other.person.civilStatus);
  });

  it('parted on 18 or 19 October 2021: the whole to one, or half to each', () => {
    const shares = [
      'parted-before-rule',
      'parted-before-rule-other',
      'parted-after-rule',
      'parted-after-rule-other',
    ].map((key) => factsAbout(key).benefits.map(({ child }) => child?.sharePercent));
    expect(shares).toEqual([[100], [], [50], [50]]);
  });

  it('single provider: allowances stopped since the declaration, child benefit goes on', () => {
    const { benefits, paymentsMade } = factsAbout('single-provider-stopped');
    const allowances = benefits.filter(({ kind }) => kind === 'BOERNETILSKUD');
    expect(allowances.map(({ status, nextDueOn, amountOere }) => [status, nextDueOn, amountOere])).toEqual([
      ['STOPPED', undefined, 348_200],
      ['STOPPED', undefined, 177_400],
    ]);
    expect(allowances[0]?.declaration).toEqual({ answerBy: '2025-11-30' });
    expect(benefits.filter(({ kind, status }) => kind === 'BOERNE_OG_UNGEYDELSE' && status === 'CURRENT')).toHaveLength(
      2,
    );
    expect(paymentsMade.filter(({ kind }) => kind === 'BOERNETILSKUD').map(({ paidOn }) => paidOn)).toEqual([
      '2025-10-20',
      '2025-10-20',
      '2025-07-18',
      '2025-07-18',
    ]);
  });

  it('weekend payment: due on Saturday 20 June, in the account on Friday 19 June', () => {
    const next = factsAbout('weekend-payment').benefits.find(
      ({ frequency, kind }) => kind === 'BOERNE_OG_UNGEYDELSE' && frequency === 'MONTHLY',
    );
    expect(next).toMatchObject({ nextDueOn: '2026-06-20', amountOere: 111_400 });
    expect(payDayOf('2026-06-20')).toBe('2026-06-19');
    expect(factsAbout('weekend-payment').benefits.find(({ kind }) => kind === 'BARSELSDAGPENGE')).toMatchObject({
      grantedFrom: '2026-03-06',
      grantedTo: '2026-08-20',
      amountPerWeekOere: 455_000,
      weeksLeft: 9,
    });
  });

  it('debtor: the same claim at Udbetaling Danmark and Gældsstyrelsen', () => {
    const { debts, claims } = factsAbout('debtor-instalments');
    expect(debts[0]).toMatchObject({
      remainingOere: 840_000,
      instalments: { amountPerMonthOere: 50_000, nextOn: '2026-07-01' },
    });
    expect(claims[0]).toMatchObject({ claimId: debts[0]?.claimId, remainingOere: 840_000, isOffset: true });
  });

  it('number changed: the old number leads to a record out of use', () => {
    const { person: register } = factsAbout('changed-number');
    const old = register.replacedNumbers[0];
    expect(old?.replacedOn).toBe('2023-11-08');
    expect(old && factsOf(old.cprNumber, FROZEN)).toMatchObject({
      cprNumber: old?.cprNumber,
      benefits: [],
      person: { statusCode: '60', name: register.name },
    });
  });

  it('source cases carry what their source does, and who they are confused with is known', () => {
    const tripwire = person('tripwire').sourceBehaviour;
    expect(tripwire).toMatchObject({ kind: 'other-person', source: 'skat' });
    expect(tripwire?.kind === 'other-person' && factsOf(tripwire.instead, FROZEN)?.claims).toHaveLength(1);
    expect(person('closed-window').sourceBehaviour).toEqual({ kind: 'closed-window', source: 'udbetaling-danmark' });
    expect(
      factsOf(person('power-of-attorney-holder').powersOfAttorney![0]!.giver, FROZEN)?.benefits.map(({ kind }) => kind),
    ).toEqual(['FOLKEPENSION', 'BOLIGSTOETTE']);
  });

  it('every kind of benefit is shown by someone', () => {
    const kinds = new Set(TEST_PERSONS.flatMap((one) => one.facts(FROZEN).benefits.map(({ kind }) => kind)));
    expect([...kinds].toSorted()).toEqual([
      'BARSELSDAGPENGE',
      'BOERNETILSKUD',
      'BOERNE_OG_UNGEYDELSE',
      'BOLIGSTOETTE',
      'FERIEPENGE',
      'FOERTIDSPENSION',
      'FOLKEPENSION',
    ]);
  });
});

describe('on any day', () => {
  it('the children of the couple are 16 and 2, and the two rhythms stay', () => {
    fc.assert(
      fc.property(anyDay(), (today) => {
        const { person: register, benefits } = factsAbout('parent', today);
        expect(register.children.map(({ bornOn }) => ageOn(today, bornOn))).toEqual([16, 2]);
        expect(benefits.map(({ frequency }) => frequency)).toEqual(['MONTHLY', 'QUARTERLY']);
      }),
    );
  });

  it('facts of all persons hold together', () => {
    fc.assert(
      fc.property(anyDay(), (today) => {
        for (const one of TEST_PERSONS) {
          const facts = one.facts(today);
          expect(factsOf(one.cprNumber, today)).toEqual(facts);
          expectConsistent(facts, today);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('the single provider is late with the declaration, and the claims keep their state', () => {
    fc.assert(
      fc.property(anyDay(), (today) => {
        expect(
          factsAbout('single-provider-stopped', today).benefits.filter(({ status }) => status === 'STOPPED'),
        ).toHaveLength(2);
        const states = factsAbout('balance-partly-overdue-partly-sent', today).claims.map(
          ({ payBy, isSentToCollection }) => [payBy > today, isSentToCollection],
        );
        expect(states).toEqual([
          [false, true],
          [false, false],
          [true, false],
        ]);
      }),
    );
  });
});

function expectConsistent(facts: ReturnType<TestPerson['facts']>, today: CalendarDate): void {
  for (const { nextDueOn, status } of facts.benefits) {
    if (nextDueOn !== undefined) expect(payDayOf(nextDueOn) >= today).toBe(true);
    expect(['CURRENT', 'STOPPED', 'UPCOMING']).toContain(status);
  }
  const ids = new Set(facts.benefits.map(({ id }) => id));
  expect(ids.size).toBe(facts.benefits.length);
  for (const [index, { paidOn, benefitId, amountOere }] of facts.paymentsMade.entries()) {
    expect(ids.has(benefitId)).toBe(true);
    expect(paidOn < today && payDayOf(paidOn) === paidOn).toBe(true);
    expect(paidOn <= (facts.paymentsMade[index - 1]?.paidOn ?? paidOn)).toBe(true);
    expect(Number.isSafeInteger(amountOere) && amountOere > 0).toBe(true);
  }
  for (const debt of facts.debts) {
    const claim = facts.claims.find(({ claimId }) => claimId === debt.claimId);
    expect(claim !== undefined).toBe(debt.isSentToCollection);
    if (claim !== undefined)
      expect(claim).toMatchObject({
        remainingOere: debt.remainingOere,
        payBy: debt.payBy,
        description: debt.description,
      });
  }
  for (const { taxOere, paidOere, refundDueOn, residualPayBy, incomeYear } of facts.tax.annual) {
    expect([refundDueOn !== undefined, residualPayBy !== undefined]).toEqual([paidOere > taxOere, paidOere < taxOere]);
    expect(incomeYear).toBeLessThan(Number(today.slice(0, 4)));
  }
  for (const child of facts.person.children) {
    expect(birthDateOf(child.cprNumber)).toBe(child.bornOn);
    expect(factsOf(child.cprNumber, today)?.person).toMatchObject({ bornOn: child.bornOn, name: child.name });
  }
}
