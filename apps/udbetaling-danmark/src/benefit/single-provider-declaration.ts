import type { CalendarDate } from '@app/domain';
import type { DeclarationRequest } from './grant.js';

export type DeclarationStatus = 'AWAITING_ANSWER' | 'ANSWERED' | 'DEADLINE_PASSED';

/** The yearly declaration of being a single provider (enlig erklæring). */
export interface SingleProviderDeclaration extends DeclarationRequest {
  readonly status: DeclarationStatus;
}

/**
 * The last day to answer still counts. An answer that came is an answer, however late: whether payment goes on is for
 * the authority to say.
 */
export function declarationOn(today: CalendarDate, request: DeclarationRequest): SingleProviderDeclaration {
  return { ...request, status: statusOn(today, request) };
}

function statusOn(today: CalendarDate, { answerBy, answeredOn }: DeclarationRequest): DeclarationStatus {
  if (answeredOn !== null) return 'ANSWERED';
  return today > answerBy ? 'DEADLINE_PASSED' : 'AWAITING_ANSWER';
}
