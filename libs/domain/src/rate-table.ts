import type { CalendarDate } from './calendar-date.js';

/** A row of a dated table: what holds from a day on, and who says so. */
export interface DatedRow {
  readonly from: CalendarDate;
  /** Where the figures come from. */
  readonly source: string;
}

/**
 * Figures that change over time (satser). Rules look them up by date, so no amount or age is a constant in a rule.
 * A year without a row of its own uses the newest earlier row.
 */
export class RateTable<Row extends DatedRow> {
  constructor(readonly rows: readonly Row[]) {
    const isAscending = rows.every((row, index) => index === 0 || rows[index - 1]!.from < row.from);
    if (rows.length === 0 || !isAscending) throw new RangeError('rows of a rate table ascend by date');
  }

  /** The row in force on the date; `undefined` before the first row. */
  on(date: CalendarDate): Row | undefined {
    return this.rows.findLast(({ from }) => from <= date);
  }
}
