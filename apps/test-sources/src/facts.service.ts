import { dayInDenmark, type CalendarDate, type Clock, type CprNumber } from '@app/domain';
import { factsOf, type CitizenFacts } from '@app/testing';

export interface FactsSettings {
  readonly clock: Clock;
  readonly populationSeed: number;
  readonly canaries: boolean;
}

/** What is true about an invented citizen today. Injectable everywhere. */
export class FactsService {
  constructor(private readonly settings: FactsSettings) {}

  /** `undefined` for numbers under which nobody lives. */
  factsOf(cprNumber: CprNumber): CitizenFacts | undefined {
    const { populationSeed, canaries } = this.settings;
    return factsOf(cprNumber, this.today(), { seed: populationSeed, canaries });
  }

  today(): CalendarDate {
    return dayInDenmark(this.settings.clock.now());
  }

  now(): Date {
    return this.settings.clock.now();
  }
}
