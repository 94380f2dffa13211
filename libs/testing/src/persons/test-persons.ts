import type { CalendarDate, CprNumber } from '@app/domain';
import type { CitizenFacts } from './citizen-facts.js';
import { childCitizenOf } from './citizen.js';
import { DEBTORS } from './test-persons/debtors.js';
import { PARENTS } from './test-persons/parents.js';
import { PENSIONERS } from './test-persons/pensioners.js';
import { REGISTER_CASES, replacedRecord } from './test-persons/register-cases.js';
import { SOURCE_CASES } from './test-persons/source-cases.js';
import type { TestPerson } from './test-person.js';

/** Everyone one can log in as; `parent` comes first. All invented, all numbers with day + 60. */
export const TEST_PERSONS: readonly TestPerson[] = [
  ...PARENTS,
  ...PENSIONERS,
  ...REGISTER_CASES,
  ...DEBTORS,
  ...SOURCE_CASES,
];

/** By key (`parent`) or by person number. */
export function findTestPerson(keyOrNumber: string): TestPerson | undefined {
  return TEST_PERSONS.find(({ key, cprNumber }) => key === keyOrNumber || cprNumber === keyOrNumber);
}

/** Facts about a test person, a child of one, or a number that was replaced. */
export function testPersonFacts(cprNumber: CprNumber, today: CalendarDate): CitizenFacts | undefined {
  return recordsOn(today).get(cprNumber);
}

function recordsOn(today: CalendarDate): ReadonlyMap<CprNumber, CitizenFacts> {
  if (newest?.today !== today) newest = { today, records: recordsOf(today) };
  return newest.records;
}

/** Facts change once a day; a run asks for few days. */
let newest: { readonly today: CalendarDate; readonly records: ReadonlyMap<CprNumber, CitizenFacts> } | undefined;

function recordsOf(today: CalendarDate): ReadonlyMap<CprNumber, CitizenFacts> {
  const logins = TEST_PERSONS.map((person) => person.facts(today));
  const children = logins.flatMap(({ person }) =>
    person.children
      .filter(({ livesWithCitizen }) => livesWithCitizen)
      .map((child) => childCitizenOf(child, person.address)),
  );
  return new Map([...children, replacedRecord, ...logins].map((facts) => [facts.cprNumber, facts]));
}
