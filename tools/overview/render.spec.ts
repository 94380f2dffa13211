import { readAnswer } from './answer.js';
import { renderOverview } from './render.js';

const text = (word: string) => ({ da: `${word} (da)`, en: word });
const LACK = { authority: 'skat', authorityName: text('Skat'), field: 'annualTax', content: text('annual tax') };
const SKAT = {
  authority: 'skat',
  name: text('Skat'),
  state: 'UNAVAILABLE',
  fetchedAt: null,
  retryAt: null,
  affects: ['me.annualTax', 'me.claimsUnderCollection'],
  missing: ['me.annualTax', 'me.claimsUnderCollection'],
  code: 'AUTHORITY_TIMEOUT',
  text: text('Skat does not answer.'),
};
const ENTRY = { happensOn: '2026-07-01', action: 'MUST', amountOere: -123_456, title: text('Last day to pay') };
const CLAIM = {
  description: 'Boligstøtte',
  creditor: 'Udbetaling Danmark',
  remainingOere: 840_000,
  payBy: '2025-10-01',
  status: 'SENT_TO_COLLECTION',
  sightings: [{ source: { authority: 'udbetaling-danmark' } }, { source: { authority: 'skat' } }],
};
const NOBODY = {
  person: null,
  benefits: [],
  payments: null,
  statePensionOutlook: null,
  preliminaryTax: null,
  annualTax: null,
  timeline: { entries: [], lacks: [] },
  claims: { claims: [], total: { amountOere: 0, status: null }, lacks: [] },
};

/** The lines that the terminal shows, white space made one. */
function linesOf(me: object, sources: readonly object[] = []): string[] {
  const answer = readAnswer(JSON.stringify({ data: { me: { ...NOBODY, ...me }, sources } }));
  const heading = { person: 'parent', situation: 'a test', durationMs: 1 };
  return renderOverview(answer, heading)
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim());
}

it('shows what happens next, with the sign of the money', () => {
  const lines = linesOf({
    timeline: {
      entries: [ENTRY, { ...ENTRY, action: 'NONE', amountOere: 55_700 }, { ...ENTRY, action: 'MAY', amountOere: null }],
      lacks: [],
    },
  });

  expect(lines).toEqual(
    expect.arrayContaining([
      '2026-07-01 you must act Last day to pay −1.234,56 kr.',
      '2026-07-01 happens by itself Last day to pay +557,00 kr.',
      '2026-07-01 you can act Last day to pay',
    ]),
  );
});

it('shows a claim once, by how many it is seen, and the total', () => {
  const lines = linesOf({
    claims: { claims: [CLAIM], total: { amountOere: 840_000, status: 'SENT_TO_COLLECTION' }, lacks: [] },
  });

  expect(lines).toEqual(
    expect.arrayContaining([
      'Boligstøtte 8.400,00 kr. to Udbetaling Danmark, SENT_TO_COLLECTION, pay by 2025-10-01, seen by 2 authorities',
      'In all 8.400,00 kr., SENT_TO_COLLECTION',
    ]),
  );
});

it('never looks complete while something is lacking', () => {
  const lines = linesOf(
    { timeline: { entries: [], lacks: [LACK] }, claims: { claims: [], total: null, lacks: [LACK] } },
    [SKAT],
  );

  expect(lines).toEqual(
    expect.arrayContaining([
      'Incomplete lacks annual tax from Skat',
      'No total lacks annual tax from Skat',
      'annualTax NOT FETCHED (it does not mean that there is nothing)',
      'claimsUnderCollection NOT FETCHED (it does not mean that there is nothing)',
      'Skat UNAVAILABLE (AUTHORITY_TIMEOUT)',
      'Skat does not answer.',
    ]),
  );
  expect(lines.join()).not.toContain('In all');
});

it('does not take what could not be derived for nothing', () => {
  expect(linesOf({ timeline: null, claims: null })).toEqual(
    expect.arrayContaining([
      'timeline NOT FETCHED (it does not mean that there is nothing)',
      'claims NOT FETCHED (it does not mean that there is nothing)',
    ]),
  );
});
