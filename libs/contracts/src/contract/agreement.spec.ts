import { agreementInForce } from './agreement.js';

it.each([
  ['the day before', '2025-12-31', false],
  ['the first day', '2026-01-01', true],
  ['the last day', '2026-12-31', true],
  ['the day after', '2027-01-01', false],
] as const)('covers its first and its last day: %s', (_day, today, expected) => {
  const contract = { agreement: { validFrom: '2026-01-01', expiresOn: '2026-12-31' } };

  expect(agreementInForce(contract, today)).toBe(expected);
});
