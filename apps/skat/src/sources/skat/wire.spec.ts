import fc from 'fast-check';
import {
  beloeb,
  dato,
  fordringstypekode,
  indkomstaar,
  reference,
  parseKroner,
  personnummer,
  positivtBeloeb,
  tekst,
} from './wire.js';

describe('an amount in kroner', () => {
  it.each([
    ['0.00', 0],
    ['-0.00', 0],
    ['0.01', 1],
    ['12.30', 1_230],
    ['-1234.50', -123_450],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s is %d øre', (text, oere) => {
    expect(parseKroner(text)).toBe(oere);
  });

  it.each([
    '',
    '1',
    '1.5',
    '1.505',
    '1,50',
    '1.000,50',
    '1e3',
    ' 1.00',
    '+1.00',
    '.50',
    '٣.00',
    '90071992547409.92',
    1.5,
    100,
    null,
    undefined,
    {},
  ])('refuses %p', (value) => {
    expect(parseKroner(value)).toBeUndefined();
  });

  it('comes back exactly for every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (oere) => {
        const digits = String(Math.abs(oere)).padStart(3, '0');
        expect(parseKroner(`${oere < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(oere);
      }),
    );
  });

  it('may be negative where the field allows it, and only there', () => {
    expect(beloeb.parse('-1.00')).toBe(-100);
    expect(positivtBeloeb.safeParse('-0.01').success).toBe(false);
    expect(positivtBeloeb.parse('0.00')).toBe(0);
  });
});

describe('other parts of a reply', () => {
  it.each(['2026-02-30', '32.13.2026', '2026-6-15', '20260615', '', 20260615, null, undefined])(
    '%p is not a date',
    (value) => {
      expect(dato.safeParse(value).success).toBe(false);
    },
  );

  it('reads a number of the range for test persons', () => {
    expect(personnummer.parse('610180-1234')).toBe('6101801234');
  });

  it.each(['6113801234', '123', 6101801234, null, undefined])(
    '%p is not a person number and is not repeated in the fault',
    (value) => {
      const result = personnummer.safeParse(value);
      expect(result.success).toBe(false);
      expect(JSON.stringify(result.error)).not.toContain('6113801234');
    },
  );

  it('writes Danish letters in one form', () => {
    expect(tekst.parse('Ga\u030Ald')).toBe('G\u00E5ld');
    expect(tekst.parse('Børnetilskud, lærlingeløn på Ærø')).toBe('Børnetilskud, lærlingeløn på Ærø');
  });

  it('takes claim type codes in Danish, in one form', () => {
    expect(fordringstypekode.parse('OPKR\u00C6TV')).toBe('OPKRÆTV');
    expect(fordringstypekode.parse('DFIFISK')).toBe('DFIFISK');
    expect(fordringstypekode.parse('A\u030ABEN')).toBe('ÅBEN');
    for (const text of ['', 'to ord', 'x'.repeat(33), '<script>'])
      expect(fordringstypekode.safeParse(text).success).toBe(false);
  });

  it('limits texts, codes and years', () => {
    expect(tekst.safeParse('x'.repeat(301)).success).toBe(false);
    expect(tekst.safeParse('').success).toBe(false);
    expect(reference.safeParse('med mellemrum').success).toBe(false);
    expect(reference.safeParse('').success).toBe(false);
    expect(indkomstaar.safeParse(2025.5).success).toBe(false);
    expect(indkomstaar.safeParse('2025').success).toBe(false);
  });
});
