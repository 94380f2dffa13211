import { partlyMissingText, withTime } from './source-texts.js';

const TEXT = { da: 'Lukket.', en: 'Closed.' };
const at = (instant: string) => new Date(instant);

describe('a text with a time', () => {
  it.each<[string, 'retry' | 'opens', string, string, string, string]>([
    [
      'today, in summer',
      'retry',
      '2026-06-15T14:05:00Z',
      '2026-06-15T08:00:00Z',
      'Vi prøver igen kl. 16.05.',
      'We will try again at 16:05.',
    ],
    [
      'today, in winter',
      'opens',
      '2026-12-01T05:30:00Z',
      '2026-12-01T01:00:00Z',
      'Oplysningerne vises igen kl. 06.30.',
      'The information will be shown again at 06:30.',
    ],
    [
      'at midnight, which is tomorrow',
      'opens',
      '2026-06-15T22:00:00Z',
      '2026-06-15T21:59:00Z',
      'Oplysningerne vises igen 16. juni kl. 00.00.',
      'The information will be shown again on 16 June at 00:00.',
    ],
    [
      'today in Denmark, yesterday in London',
      'retry',
      '2026-06-15T22:30:00Z',
      '2026-06-15T22:10:00Z',
      'Vi prøver igen kl. 00.30.',
      'We will try again at 00:30.',
    ],
    [
      'another day',
      'opens',
      '2026-08-03T04:00:00Z',
      '2026-08-01T12:00:00Z',
      'Oplysningerne vises igen 3. august kl. 06.00.',
      'The information will be shown again on 3 August at 06:00.',
    ],
    [
      'the hour that comes twice',
      'retry',
      '2026-10-25T01:30:00Z',
      '2026-10-25T00:00:00Z',
      'Vi prøver igen kl. 02.30.',
      'We will try again at 02:30.',
    ],
  ])('%s', (_, kind, when, now, da, en) => {
    expect(withTime(TEXT, kind, at(when), at(now))).toEqual({ da: `Lukket. ${da}`, en: `Closed. ${en}` });
  });

  it('stays as it is when nobody knows', () => {
    expect(withTime(TEXT, 'retry', undefined)).toBe(TEXT);
  });

  it('has only its two languages', () => {
    const rich = { ...TEXT, what: { da: 'x', en: 'x' } };
    expect(Object.keys(withTime(rich, 'opens', at('2026-06-15T14:00:00Z')))).toEqual(['da', 'en']);
  });
});

it('a part that is missing is not taken for nothing', () => {
  const text = partlyMissingText({ da: 'Ærø', en: 'Aeroe' });
  expect(text.da).toMatch(/Ærø.*Det betyder ikke, at der ikke er noget/);
  expect(text.en).toMatch(/Aeroe.*does not mean that there is nothing/);
});
