import { createHmac } from 'node:crypto';
import type { CprNumber } from '@app/domain';
import type { AddressFacts, ChildFacts, CitizenFacts, NameFacts } from './citizen-facts.js';

/** Marks by which a citizen's data can be recognised wherever they turn up. */
export interface Canaries {
  /** Twelve letters that stand in every text about the citizen, and nowhere else. */
  readonly token: string;
  /** The last four digits (øre) of every amount about the citizen that is above 100 kr. */
  readonly amountTail: number;
}

const KEY = 'mit-overblik canaries';
const TAILS = 10_000;

/** Derived from the number by a keyed hash: the same in every process, and not to be guessed from the outside. */
export function canariesOf(cprNumber: CprNumber): Canaries {
  const digest = createHmac('sha256', KEY).update(cprNumber).digest();
  // Letters only, so that a token can never be read as a person number.
  const token = [...digest.subarray(0, 6)].map((byte) => `${letter(byte >> 4)}${letter(byte & 15)}`).join('');
  return { token, amountTail: digest.readUInt32BE(8) % TAILS };
}

/**
 * The facts with the citizen's canaries in every text and amount. Codes (municipality, claim type) stay as they are.
 * A child's name bears the child's own token: both parents may see it, nobody else.
 */
export function withCanaries(facts: CitizenFacts): CitizenFacts {
  const { token, amountTail } = canariesOf(facts.cprNumber);
  const text = (value: string) => `${value} ${token}`;
  const reference = (value: string) => `${value}-${token}`;
  const oere = (value: number) => (value < TAILS ? value : value - (value % TAILS) + amountTail);
  const address = <A extends AddressFacts>(value: A): A => ({
    ...value,
    street: text(value.street),
    postalDistrict: text(value.postalDistrict),
    municipality: text(value.municipality),
  });
  const { person } = facts;
  return {
    ...facts,
    person: {
      ...person,
      name: nameWith(person.name, token),
      address: address(person.address),
      earlierAddresses: person.earlierAddresses.map(address),
      children: person.children.map(childWithCanary),
    },
    benefits: facts.benefits.map((benefit) => ({ ...amountsOf(benefit, oere), id: reference(benefit.id) })),
    paymentsMade: facts.paymentsMade.map((payment) => ({
      ...amountsOf(payment, oere),
      benefitId: reference(payment.benefitId),
    })),
    debts: facts.debts.map((debt) => ({
      ...amountsOf(debt, oere),
      claimId: reference(debt.claimId),
      description: text(debt.description),
      ...(debt.instalments === undefined ? {} : { instalments: amountsOf(debt.instalments, oere) }),
    })),
    claims: facts.claims.map((claim) => ({
      ...amountsOf(claim, oere),
      claimId: reference(claim.claimId),
      description: text(claim.description),
      creditor: text(claim.creditor),
    })),
    tax: {
      ...(facts.tax.preliminary === undefined ? {} : { preliminary: amountsOf(facts.tax.preliminary, oere) }),
      annual: facts.tax.annual.map((year) => ({
        ...year,
        taxableIncomeOere: oere(year.taxableIncomeOere),
        // The difference is the amount that is shown, so it is the one that bears the mark.
        paidOere: year.taxOere + Math.sign(year.paidOere - year.taxOere) * oere(Math.abs(year.paidOere - year.taxOere)),
      })),
    },
  };
}

/** Numbers of all citizens whose tokens may stand in a record about this one: the citizen and the children. */
export function citizensIn(facts: CitizenFacts): readonly CprNumber[] {
  return [facts.cprNumber, ...facts.person.children.map(({ cprNumber }) => cprNumber)];
}

function childWithCanary(child: ChildFacts): ChildFacts {
  return { ...child, name: nameWith(child.name, canariesOf(child.cprNumber).token) };
}

function nameWith(name: NameFacts, token: string): NameFacts {
  return {
    given: `${name.given} ${token}`,
    ...(name.middle === undefined ? {} : { middle: `${name.middle} ${token}` }),
    family: `${name.family} ${token}`,
  };
}

function amountsOf<T extends object>(value: T, oere: (value: number) => number): T {
  const changed = Object.entries(value).map(([name, field]: [string, unknown]) =>
    name.endsWith('Oere') && typeof field === 'number' ? [name, oere(field)] : [name, field],
  );
  return Object.fromEntries(changed) as T;
}

function letter(nibble: number): string {
  return 'abcdefghijklmnop'.charAt(nibble);
}
