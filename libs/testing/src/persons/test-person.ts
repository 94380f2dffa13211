import type { AuthorityName, CalendarDate, CprNumber } from '@app/domain';
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
  /** What a source does wrong for this person only; the test sources apply it. */
  readonly sourceBehaviour?: SourceBehaviour;
  /** Powers of attorney (fuldmagter) that the person holds, for use once acting for someone else is built. */
  readonly powersOfAttorney?: readonly PowerOfAttorney[];
}

export type SourceBehaviour =
  /** The source answers with the record of someone else, envelope and rows. */
  | { readonly kind: 'other-person'; readonly source: AuthorityName; readonly instead: CprNumber }
  /** The source is in a service window. */
  | { readonly kind: 'closed-window'; readonly source: AuthorityName };

export interface PowerOfAttorney {
  /** The person who gave it (fuldmagtsgiver). It ends at the giver's death. */
  readonly giver: CprNumber;
  /** One read privilege for the data of one authority. */
  readonly privilege: string;
  readonly givenOn: CalendarDate;
}
