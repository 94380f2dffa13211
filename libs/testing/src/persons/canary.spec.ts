import { birthDateOf, type CalendarDate } from '@app/domain';
import { canariesOf, citizensIn, withCanaries } from './canary.js';
import { factsOf } from './facts-of.js';
import { syntheticCitizen } from './synthetic/synthetic-facts.js';
import { TEST_PERSONS } from './test-persons.js';

const TODAY: CalendarDate = '2026-06-15';
const citizens = [
  ...TEST_PERSONS.map(({ cprNumber }) => cprNumber),
  ...Array.from({ length: 400 }, (_, index) => syntheticCitizen(1, index)),
];

describe('canaries', () => {
  it('differ from citizen to citizen and cannot be read as a person number', () => {
    const tokens = citizens.map((citizen) => canariesOf(citizen).token);
    expect(new Set(tokens).size).toBe(citizens.length);
    for (const token of tokens) expect(token).toMatch(/^[a-p]{12}$/);
  });

  it('stand in every free text of a record, and no other citizen token does except the children', () => {
    for (const citizen of citizens) {
      const facts = factsOf(citizen, TODAY, { canaries: true })!;
      const allowed = new Set(citizensIn(facts).map((one) => canariesOf(one).token));
      const texts = [...freeTexts(facts)];
      expect(texts.length).toBeGreaterThan(3);
      for (const text of texts) expect(allowed.has(text.slice(-12))).toBe(true);
    }
  });

  it('mark every amount above 100 kr, so that amounts tell citizens apart', () => {
    for (const citizen of citizens) {
      const { amountTail } = canariesOf(citizen);
      const facts = factsOf(citizen, TODAY, { canaries: true })!;
      const amounts = [
        ...facts.benefits.map(({ amountOere }) => amountOere),
        ...facts.paymentsMade.map(({ amountOere }) => amountOere),
        ...facts.claims.map(({ remainingOere }) => remainingOere),
        facts.tax.preliminary?.expectedIncomeOere,
      ];
      for (const amount of amounts)
        if (amount !== undefined && amount >= 10_000) expect(amount % 10_000).toBe(amountTail);
    }
  });

  it('leave the structure and the codes alone, and keep claims the same at both authorities', () => {
    for (const citizen of citizens) {
      const [plain, marked] = [factsOf(citizen, TODAY)!, factsOf(citizen, TODAY, { canaries: true })!];
      expect(marked).toEqual(withCanaries(plain));
      expect(shapeOf(marked)).toEqual(shapeOf(plain));
      expect(marked.person.address.municipalityCode).toBe(plain.person.address.municipalityCode);
      for (const debt of marked.debts.filter(({ isSentToCollection }) => isSentToCollection))
        expect(marked.claims.find(({ claimId }) => claimId === debt.claimId)).toMatchObject({
          remainingOere: debt.remainingOere,
          description: debt.description,
        });
      expect(birthDateOf(marked.cprNumber)).toBe(marked.person.bornOn);
    }
  });
});

const FREE_TEXT = [
  'given',
  'middle',
  'family',
  'street',
  'postalDistrict',
  'municipality',
  'description',
  'creditor',
  'id',
  'benefitId',
  'claimId',
];

function* freeTexts(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string' && FREE_TEXT.includes(name)) yield field;
    else yield* freeTexts(field);
  }
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}
