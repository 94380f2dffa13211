import type { CalendarDate } from './calendar-date.js';
import { claimStatusOn, type ClaimStatus } from './payment-status.js';

describe('status of a claim', () => {
  const rows: readonly [remainingOere: number, payBy: CalendarDate, isSent: boolean, expected: ClaimStatus][] = [
    [100, '2026-06-16', false, 'UPCOMING'],
    [100, '2026-06-15', false, 'OVERDUE'],
    [100, '2026-06-14', false, 'OVERDUE'],
    [100, '2026-06-16', true, 'SENT_TO_COLLECTION'],
    [100, '2026-06-14', true, 'SENT_TO_COLLECTION'],
    [0, '2026-06-16', false, 'PAID'],
    [0, '2026-06-14', false, 'PAID'],
    [0, '2026-06-14', true, 'PAID'],
    [1, '2026-06-14', false, 'OVERDUE'],
  ];

  it.each(rows)(
    'with %i øre left, due by %s, sent: %s, is %s',
    (remainingOere, payBy, isSentToCollection, expected) => {
      expect(claimStatusOn('2026-06-15', { remainingOere, payBy, isSentToCollection })).toBe(expected);
    },
  );
});
