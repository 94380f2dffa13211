import { RateTable, type DatedRow } from './rate-table.js';

/** Age bands of børne- og ungeydelse; the last one is the monthly ungeydelse. */
export type ChildBenefitBand = 'UNDER_3' | 'FROM_3_TO_6' | 'FROM_7_TO_14' | 'FROM_15_TO_17';

/** Amounts of one payment, øre: per quarter below 15, per month from 15. */
export interface ChildBenefitRates extends DatedRow {
  readonly fullOere: Readonly<Record<ChildBenefitBand, number>>;
  /** Half to each parent, rounded up to whole kroner (lov om en børne- og ungeydelse § 4, stk. 1). */
  readonly halfOere: Readonly<Record<ChildBenefitBand, number>>;
}

const bands = (
  under3: number,
  from3: number,
  from7: number,
  from15: number,
): Readonly<Record<ChildBenefitBand, number>> => ({
  UNDER_3: under3 * 100,
  FROM_3_TO_6: from3 * 100,
  FROM_7_TO_14: from7 * 100,
  FROM_15_TO_17: from15 * 100,
});

/** Børne- og ungeydelse. The rates of 2025 are not at hand: that year uses those of 2024. */
export const CHILD_BENEFIT_RATES = new RateTable<ChildBenefitRates>([
  {
    from: '2023-01-01',
    source: 'borger.dk, "Forhøjet børne- og ungeydelse i januar kvartalet 2023"',
    fullOere: bands(4_746, 3_756, 2_955, 985),
    halfOere: bands(2_373, 1_878, 1_478, 493),
  },
  {
    from: '2024-01-01',
    source: 'babyboble.dk/boernepenge (halves: § 4, stk. 1)',
    fullOere: bands(5_124, 4_056, 3_192, 1_064),
    halfOere: bands(2_562, 2_028, 1_596, 532),
  },
  {
    from: '2026-01-01',
    source: 'babyliv.dk/?p=1962 (halves: § 4, stk. 1); a private site, to be replaced by borger.dk',
    fullOere: bands(5_370, 4_248, 3_342, 1_114),
    halfOere: bands(2_685, 2_124, 1_671, 557),
  },
]);

/** Amounts per month before tax, øre. */
export interface StatePensionRates extends DatedRow {
  /** Grundbeløb. */
  readonly basicOere: number;
  /** Pensionstillæg for those who live alone (reelt enlige). */
  readonly supplementSingleOere: number;
  /** Pensionstillæg for the married and cohabiting. */
  readonly supplementCoupleOere: number;
}

/** Folkepension. */
export const STATE_PENSION_RATES = new RateTable<StatePensionRates>([
  {
    from: '2026-01-01',
    source: 'aeldresagen.dk, "Beregning af folkepension", 14-01-2026',
    basicOere: 754_400,
    supplementSingleOere: 872_900,
    supplementCoupleOere: 446_700,
  },
]);

/** Amounts of one quarterly payment, øre. */
export interface ChildAllowanceRates extends DatedRow {
  /** Ordinært børnetilskud, per child. */
  readonly ordinaryOere: number;
  /** Ekstra børnetilskud, per household. */
  readonly extraOere: number;
  /** Flerbørnstilskud, per child beyond the first of the birth. */
  readonly multipleBirthOere: number;
}

/** Børnetilskud. The source gives the first two per year: 6,964 and 7,096 kr. */
export const CHILD_ALLOWANCE_RATES = new RateTable<ChildAllowanceRates>([
  {
    from: '2026-01-01',
    source: 'babyliv.dk, børnetilskud 2026 ("about"); a private site, to be replaced by borger.dk',
    ordinaryOere: 174_100,
    extraOere: 177_400,
    multipleBirthOere: 287_400,
  },
]);

/** Highest amount per week before tax, øre. */
export interface ParentalLeaveRates extends DatedRow {
  readonly maximumPerWeekOere: number;
}

/** Barselsdagpenge. */
export const PARENTAL_LEAVE_RATES = new RateTable<ParentalLeaveRates>([
  { from: '2021-01-01', source: 'jcenter.dk/satser', maximumPerWeekOere: 446_000 },
  { from: '2023-01-01', source: 'bm.dk/satser/satser-for-2023', maximumPerWeekOere: 455_000 },
]);

/** How holiday pay is earned. */
export interface HolidayPayRates extends DatedRow {
  /** Feriegodtgørelse, per thousand of the pay that it is earned on. */
  readonly allowancePermille: number;
  /** Feriedage earned per month worked, hundredths of a day. */
  readonly hundredthDaysPerMonth: number;
}

/** Feriepenge under the holiday law with concurrent holiday (samtidighedsferie). */
export const HOLIDAY_PAY_RATES = new RateTable<HolidayPayRates>([
  {
    from: '2020-09-01',
    source: 'international.kk.dk and tjek-laan.dk: 12.5 % of the pay, 2.08 days per month',
    allowancePermille: 125,
    hundredthDaysPerMonth: 208,
  },
]);
