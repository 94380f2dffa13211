import { dayInDenmark, type CprNumber } from '@app/domain';
import { TEST_PERSONS, syntheticCitizen, type TestPerson } from '@app/testing';

/** A test person as the login page shows them. */
export interface PersonOnPage {
  readonly key: string;
  readonly name: string;
  readonly situation: TestPerson['situation'];
}

/** In the order in which they are offered; `parent` comes first. */
export const PERSONS_ON_PAGE: readonly PersonOnPage[] = TEST_PERSONS.map((person) => {
  const { key, situation } = person;
  const { given, middle, family } = person.facts(dayInDenmark(new Date())).person.name;
  return { key, situation, name: [given, middle, family].filter((part) => part !== undefined).join(' ') };
});

export function personNumberOf(key: string): CprNumber | undefined {
  return TEST_PERSONS.find((person) => person.key === key)?.cprNumber;
}

/** `undefined` for an index beyond the population. */
export function syntheticNumberOf(seed: number, index: number): CprNumber | undefined {
  try {
    return syntheticCitizen(seed, index);
  } catch (fault) {
    if (fault instanceof RangeError) return undefined;
    throw fault;
  }
}
