import type { CalendarDate, CprNumber } from '@app/domain';
import type { Granted } from './benefits.js';
import type {
  AddressFacts,
  ChildFacts,
  CitizenFacts,
  ClaimFacts,
  DebtFacts,
  NameFacts,
  PersonFacts,
  TaxFacts,
} from './citizen-facts.js';
import { NO_TAX } from './tax.js';

/** What must be said about an invented citizen; the rest is what most people have. */
export interface CitizenSketch {
  readonly cprNumber: CprNumber;
  readonly bornOn: CalendarDate;
  readonly name: NameFacts;
  readonly address: AddressFacts;
  readonly person?: Partial<PersonFacts>;
  readonly benefits?: readonly (Granted | undefined)[];
  readonly debts?: readonly DebtFacts[];
  readonly claims?: readonly ClaimFacts[];
  readonly tax?: TaxFacts;
}

export function citizenOf(sketch: CitizenSketch): CitizenFacts {
  const granted = (sketch.benefits ?? []).filter((benefit) => benefit !== undefined);
  return {
    cprNumber: sketch.cprNumber,
    person: {
      bornOn: sketch.bornOn,
      name: sketch.name,
      statusCode: '01',
      civilStatus: { code: 'U', from: sketch.bornOn },
      citizenships: [{ countryCode: 'DK', from: sketch.bornOn }],
      address: sketch.address,
      earlierAddresses: [],
      protections: [],
      replacedNumbers: [],
      children: [],
      ...sketch.person,
    },
    benefits: granted.map(({ benefit }) => benefit),
    paymentsMade: granted
      .flatMap(({ paymentsMade }) => paymentsMade)
      .toSorted((a, b) => b.paidOn.localeCompare(a.paidOn) || a.benefitId.localeCompare(b.benefitId)),
    debts: sketch.debts ?? [],
    tax: sketch.tax ?? NO_TAX,
    claims: sketch.claims ?? [],
  };
}

/** A child as a citizen: registered, nothing else. */
export function childCitizenOf(child: ChildFacts, home: AddressFacts): CitizenFacts {
  return citizenOf({
    cprNumber: child.cprNumber,
    bornOn: child.bornOn,
    name: child.name,
    address: { ...home, from: home.from > child.bornOn ? home.from : child.bornOn },
  });
}

/** A claim that Udbetaling Danmark sent to Gældsstyrelsen, as Gældsstyrelsen sees it. */
export function claimOfDebt(debt: DebtFacts, typeCode: string, isOffset: boolean): ClaimFacts {
  const { claimId, description, originalAmountOere, remainingOere, payBy } = debt;
  return {
    claimId,
    typeCode,
    description,
    creditor: 'Udbetaling Danmark',
    originalAmountOere,
    remainingOere,
    payBy,
    isSentToCollection: true,
    isOffset,
  };
}
