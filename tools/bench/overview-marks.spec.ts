import { DEFAULT_POPULATION_SEED, syntheticCitizen } from '@app/testing';
import { marksOf, recordedIndexOf } from './overview-marks.js';

const citizens = Array.from({ length: 5_000 }, (_, index) => syntheticCitizen(DEFAULT_POPULATION_SEED, index));

describe('the marks of a citizen', () => {
  it('are nobody else’s, and none begins another', () => {
    for (const place of [0, 1, 2] as const) {
      const marks = citizens.map((cprNumber) => marksOf(cprNumber).texts[place]);
      expect(new Set(marks).size).toBe(citizens.length);
      expect(new Set(marks.map(({ length }) => length)).size).toBe(1);
    }
  });

  it('come with every recorded overview about equally often', () => {
    const counts = Array.from({ length: 32 }, () => 0);
    for (const cprNumber of citizens) counts[recordedIndexOf(cprNumber, counts.length)]! += 1;
    const mean = citizens.length / counts.length;
    expect(Math.min(...counts)).toBeGreaterThan(mean / 2);
    expect(Math.max(...counts)).toBeLessThan(mean * 2);
  });
});
