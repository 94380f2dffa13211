import type { CalendarDate, CprNumber } from '@app/domain';
import { withCanaries } from './canary.js';
import type { CitizenFacts } from './citizen-facts.js';
import { DEFAULT_POPULATION_SEED, syntheticFacts } from './synthetic/synthetic-facts.js';
import { testPersonFacts } from './test-persons.js';

export interface FactsOptions {
  /** Seed of the synthetic population; all parts of a run use the same one. */
  readonly seed?: number;
  /** Whether every text and amount bears the citizen's canaries. */
  readonly canaries?: boolean;
}

/**
 * All that is true about an invented citizen today: test persons and their families first, then the synthetic
 * population, which is decoded from the number; `undefined` for everyone else.
 */
export function factsOf(
  cprNumber: CprNumber,
  today: CalendarDate,
  options: FactsOptions = {},
): CitizenFacts | undefined {
  const facts =
    testPersonFacts(cprNumber, today) ?? syntheticFacts(options.seed ?? DEFAULT_POPULATION_SEED, cprNumber, today);
  return facts === undefined || options.canaries !== true ? facts : withCanaries(facts);
}
