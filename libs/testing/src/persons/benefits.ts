import {
  addDays,
  addMonths,
  calendarDate,
  childBenefitPayments,
  CHILD_ALLOWANCE_RATES,
  firstBankDayOfMonth,
  lastDayOfMonth,
  nextChildBenefitPayment,
  PARENTAL_LEAVE_RATES,
  partsOf,
  payDayOf,
  STATE_PENSION_RATES,
  type CalendarDate,
  type ChildBenefitShare,
  type CprNumber,
  type DatedRow,
  type RateTable,
} from '@app/domain';
import type { BenefitFacts, PaymentFacts } from './citizen-facts.js';
import { reference } from './hash.js';
import { firstOfMonth } from './relative-dates.js';

/** A benefit and what was paid of it in the last twelve months. */
export interface Granted {
  readonly benefit: BenefitFacts;
  readonly paymentsMade: readonly PaymentFacts[];
}

export interface GrantedChild {
  readonly cprNumber: CprNumber;
  readonly bornOn: CalendarDate;
}

const MONTHS_OF_HISTORY = 12;
/** Rates that the domain has no source for yet; invented persons use the oldest row instead. */
const rateOn = <Row extends DatedRow>(table: RateTable<Row>, date: CalendarDate): Row =>
  table.on(date) ?? table.rows[0]!;

/** Børne- og ungeydelse for one child; `undefined` once the child is grown up. */
export function childBenefit(
  owner: CprNumber,
  child: GrantedChild,
  sharePercent: ChildBenefitShare,
  today: CalendarDate,
): Granted | undefined {
  const next = nextChildBenefitPayment(child.bornOn, sharePercent, today);
  if (next === undefined) return undefined;
  const grantedFrom = quarterAfter(child.bornOn);
  const id = reference('BU', owner, child.cprNumber);
  const benefit: BenefitFacts = {
    id,
    kind: 'BOERNE_OG_UNGEYDELSE',
    status: grantedFrom > today ? 'UPCOMING' : 'CURRENT',
    grantedFrom,
    grantedTo: addMonths(child.bornOn, 18 * 12),
    frequency: next.frequency,
    ...(next.amountOere === undefined ? {} : { amountOere: next.amountOere }),
    nextDueOn: next.dueOn,
    child: { cprNumber: child.cprNumber, bornOn: child.bornOn, sharePercent },
  };
  const paymentsMade = childBenefitPayments(child.bornOn, sharePercent, history(today)).flatMap(
    ({ dueOn, amountOere }) =>
      amountOere === undefined || payDayOf(dueOn) >= today
        ? []
        : [{ benefitId: id, kind: benefit.kind, paidOn: payDayOf(dueOn), amountOere }],
  );
  return { benefit, paymentsMade: paymentsMade.toReversed() };
}

/** Folkepension, paid on the last bank day of the month. */
export function statePension(
  owner: CprNumber,
  household: 'SINGLE' | 'COUPLE',
  grantedFrom: CalendarDate,
  today: CalendarDate,
): Granted {
  const amounts = (date: CalendarDate) => {
    const rates = rateOn(STATE_PENSION_RATES, date);
    return {
      basic: rates.basicOere,
      supplement: household === 'SINGLE' ? rates.supplementSingleOere : rates.supplementCoupleOere,
    };
  };
  const { basic, supplement } = amounts(today);
  return monthly(today, lastDayOfMonth, {
    id: reference('FP', owner),
    kind: 'FOLKEPENSION',
    grantedFrom,
    basicAmountOere: basic,
    supplementOere: supplement,
    amountOere: basic + supplement,
  });
}

/** Førtidspension; the amount is invented, no rate is at hand. */
export function disabilityPension(
  owner: CprNumber,
  municipalityCode: string,
  grantedFrom: CalendarDate,
  today: CalendarDate,
): Granted {
  return monthly(today, lastDayOfMonth, {
    id: reference('FOEP', owner),
    kind: 'FOERTIDSPENSION',
    grantedFrom,
    municipalityCode,
    amountOere: 2_079_600,
  });
}

/** Boligstøtte, paid in advance on the first bank day of the month [GEN]; it varies with income, so each has its own amount. */
export function housingBenefit(
  owner: CprNumber,
  household: { readonly incomeOere: number; readonly size: number; readonly amountOere: number },
  grantedFrom: CalendarDate,
  today: CalendarDate,
): Granted {
  return monthly(today, firstBankDayOfMonth, {
    id: reference('BS', owner),
    kind: 'BOLIGSTOETTE',
    grantedFrom,
    householdIncomeOere: household.incomeOere,
    householdSize: household.size,
    amountOere: household.amountOere,
  });
}

/** Barselsdagpenge at the highest rate, four weeks a payment, on the last bank day of the month [GEN]. */
export function parentalLeave(
  owner: CprNumber,
  leave: { readonly from: CalendarDate; readonly weeks: number },
  today: CalendarDate,
): Granted | undefined {
  const to = addDays(leave.from, leave.weeks * 7 - 1);
  if (to < today || leave.from > today) return undefined;
  const perWeek = rateOn(PARENTAL_LEAVE_RATES, today).maximumPerWeekOere;
  return monthly(today, lastDayOfMonth, {
    id: reference('BD', owner, leave.from),
    kind: 'BARSELSDAGPENGE',
    grantedFrom: leave.from,
    grantedTo: to,
    amountOere: perWeek * 4,
    amountPerWeekOere: perWeek,
    weeksLeft: Math.floor((Date.parse(to) - Date.parse(today)) / (7 * 86_400_000)),
  });
}

/** Feriepenge that can be ordered for the holiday year that runs today (1 September to 31 August, to be taken by 31 December). */
export function holidayPay(
  owner: CprNumber,
  holiday: {
    readonly availableOere: number;
    readonly availableDays: number;
    readonly isBlockedByOtherBenefit: boolean;
  },
  today: CalendarDate,
): Granted {
  const { year, month } = partsOf(today);
  const startYear = month >= 9 ? year : year - 1;
  const benefit: BenefitFacts = {
    id: reference('FE', owner, startYear),
    kind: 'FERIEPENGE',
    status: 'CURRENT',
    grantedFrom: calendarDate(startYear, 9, 1),
    frequency: 'ONCE',
    takeBy: calendarDate(startYear + 1, 12, 31),
    ...holiday,
  };
  return { benefit, paymentsMade: [] };
}

/** Børnetilskud of a single provider: ordinary for each child, extra once. Due with the quarterly child benefit. */
export function childAllowances(
  owner: CprNumber,
  children: number,
  declaration: { readonly answerBy: CalendarDate; readonly answeredOn?: CalendarDate },
  today: CalendarDate,
): readonly Granted[] {
  const isStopped = declaration.answeredOn === undefined && declaration.answerBy < today;
  return (['ORDINARY', 'EXTRA'] as const).map((allowanceKind) => {
    const amountOn = (date: CalendarDate) => {
      const rates = rateOn(CHILD_ALLOWANCE_RATES, date);
      return allowanceKind === 'ORDINARY' ? rates.ordinaryOere * children : rates.extraOere;
    };
    const id = reference('BT', owner, allowanceKind);
    const due = quarterlyDueDates(today);
    const next = due.find((date) => payDayOf(date) >= today);
    const benefit: BenefitFacts = {
      id,
      kind: 'BOERNETILSKUD',
      status: isStopped ? 'STOPPED' : 'CURRENT',
      grantedFrom: calendarDate(partsOf(today).year - 3, 1, 1),
      frequency: 'QUARTERLY',
      amountOere: amountOn(today),
      ...(isStopped || next === undefined ? {} : { nextDueOn: next }),
      allowanceKind,
      declaration,
    };
    const paymentsMade = due
      .filter((date) => payDayOf(date) < today && (!isStopped || date <= declaration.answerBy))
      .map((date) => ({ benefitId: id, kind: benefit.kind, paidOn: payDayOf(date), amountOere: amountOn(date) }));
    return { benefit, paymentsMade: paymentsMade.toReversed() };
  });
}

type MonthlyBenefit = Omit<BenefitFacts, 'status' | 'frequency' | 'nextDueOn'> & { readonly amountOere: number };

function monthly(today: CalendarDate, dueDay: (month: CalendarDate) => CalendarDate, given: MonthlyBenefit): Granted {
  const months = Array.from({ length: MONTHS_OF_HISTORY + 3 }, (_, index) =>
    addMonths(firstOfMonth(today), index - MONTHS_OF_HISTORY),
  );
  const due = months
    .map(dueDay)
    .filter(
      (date) =>
        date >= given.grantedFrom &&
        date >= history(today).from &&
        (given.grantedTo === undefined || date <= lastDayOfMonth(given.grantedTo)),
    );
  const next = due.find((date) => payDayOf(date) >= today);
  const benefit: BenefitFacts = {
    ...given,
    status: given.grantedFrom > today ? 'UPCOMING' : 'CURRENT',
    frequency: 'MONTHLY',
    ...(next === undefined ? {} : { nextDueOn: next }),
  };
  const paymentsMade = due
    .filter((date) => payDayOf(date) < today)
    .map((date) => ({ benefitId: given.id, kind: given.kind, paidOn: payDayOf(date), amountOere: given.amountOere }));
  return { benefit, paymentsMade: paymentsMade.toReversed() };
}

/** The benefit is granted from the quarter after birth. */
function quarterAfter(bornOn: CalendarDate): CalendarDate {
  const { year, month } = partsOf(bornOn);
  return addMonths(calendarDate(year, month - ((month - 1) % 3), 1), 3);
}

function quarterlyDueDates(today: CalendarDate): readonly CalendarDate[] {
  return Array.from({ length: MONTHS_OF_HISTORY + 5 }, (_, index) =>
    addMonths(firstOfMonth(today), index - MONTHS_OF_HISTORY),
  )
    .filter((month) => partsOf(month).month % 3 === 1)
    .map((month) => addDays(month, 19))
    .filter((date) => date >= history(today).from);
}

function history(today: CalendarDate): { readonly from: CalendarDate; readonly until: CalendarDate } {
  return { from: addMonths(today, -MONTHS_OF_HISTORY), until: today };
}
