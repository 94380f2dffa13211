import type { CalendarDate, CprNumber } from '@app/domain';
import type { CitizenFacts } from './citizen-facts.js';

/** One of the invented persons of the project, named by the situation that they show. */
export interface TestPerson {
  /** Name on the command line and in the login page, kebab-case: `parent`. */
  readonly key: string;
  /** What the person shows, one line each. */
  readonly situation: { readonly da: string; readonly en: string };
  /** The number to log in with. A person whose number changed logs in with the newest. */
  readonly cprNumber: CprNumber;
  facts(today: CalendarDate): CitizenFacts;
}
