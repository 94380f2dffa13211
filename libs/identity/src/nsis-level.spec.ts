import { ACCEPTED_ACR_VALUES, acrOf, isSubstantial, parseNsisLevel } from './nsis-level.js';

describe('parseNsisLevel', () => {
  it('reads the word and the URI', () => {
    expect(parseNsisLevel('High')).toBe('High');
    expect(parseNsisLevel('https://data.gov.dk/concept/core/nsis/Low')).toBe('Low');
  });

  it.each([
    'high',
    ' High',
    'https://data.gov.dk/concept/core/nsis/',
    'https://data.gov.dk/concept/core/nsis/loa',
    3,
    null,
    undefined,
    ['High'],
  ])('does not know %s', (value) => {
    expect(parseNsisLevel(value)).toBeUndefined();
  });
});

it('takes Substantial and High for enough, and nothing else', () => {
  expect([undefined, 'Low' as const, 'Substantial' as const, 'High' as const].map(isSubstantial)).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(ACCEPTED_ACR_VALUES).toEqual([acrOf('Substantial'), acrOf('High')]);
});
