import { dayInDenmark, type CalendarDate, type Clock } from '@app/domain';

/** The day in Denmark on which the rules look at the citizen's situation. */
export class Today {
  constructor(private readonly clock: Clock) {}

  date(): CalendarDate {
    return dayInDenmark(this.clock.now());
  }
}
