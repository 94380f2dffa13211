import type { CalendarDate } from '@app/domain';
import { declarationOn, type DeclarationStatus } from './single-provider-declaration.js';

describe('single-provider declaration', () => {
  const rows: readonly [today: CalendarDate, answeredOn: CalendarDate | null, expected: DeclarationStatus][] = [
    ['2025-11-29', null, 'AWAITING_ANSWER'],
    ['2025-11-30', null, 'AWAITING_ANSWER'],
    ['2025-12-01', null, 'DEADLINE_PASSED'],
    ['2025-11-20', '2025-11-12', 'ANSWERED'],
    ['2025-12-01', '2025-11-30', 'ANSWERED'],
    ['2025-12-20', '2025-12-10', 'ANSWERED'],
  ];

  it.each(rows)('on %s, answered on %s, is %s', (today, answeredOn, status) => {
    const request = { answerBy: '2025-11-30', answeredOn } as const;

    expect(declarationOn(today, request)).toEqual({ ...request, status });
  });
});
