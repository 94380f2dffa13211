import { Deadline } from '@app/resilience';
import type { SubjectContext } from '../../src/ports/engine-context.js';
import { ManualTimers } from '../planning/manual-timers.js';
import type { ExpectedStep, SourceReport, StepOutcome } from '../../src/ports/source-report.js';

/** Whom test requests are about. */
export const CITIZEN = 'citizen-1';
export const OWNER = 'owner-of-citizen-1';

export class RecordingReport implements SourceReport {
  readonly expected: (readonly ExpectedStep[])[] = [];
  readonly outcomes: StepOutcome[] = [];

  expect(steps: readonly ExpectedStep[]): void {
    this.expected.push(steps);
  }

  record(outcome: StepOutcome): void {
    this.outcomes.push(outcome);
  }
}

/** No time passes for its deadline. */
export function aContext(changes: Partial<SubjectContext> = {}): SubjectContext {
  return {
    subject: {
      citizenId: CITIZEN,
      recordOwnerFor: () => OWNER,
      tokenFor: () => Promise.resolve('token'),
    },
    report: new RecordingReport(),
    deadline: Deadline.after(1, undefined, new ManualTimers()),
    transactionId: 'transaction-1',
    ...changes,
  };
}
