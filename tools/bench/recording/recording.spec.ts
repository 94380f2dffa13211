import path from 'node:path';
import { isTestCprNumber, parseCprNumber } from '@app/domain';
import { readOverviewDocument } from './overview-document.js';
import { BENCH_AUTHORITIES, readRecording } from './recording.js';

const root = path.resolve(import.meta.dirname, '../../..');
const recording = readRecording(path.join(import.meta.dirname, 'overviews.ndjson'));

describe('what the bench replays', () => {
  it('was recorded of the bench’s overview; if not: node dist/tools/bench/record.js', () => {
    expect(recording?.operation).toBe(readOverviewDocument(root).id);
  });

  it('is about some citizens, with something from every authority, about as large as a page', () => {
    expect(recording?.citizens).toHaveLength(32);
    const sizes = (recording?.citizens ?? []).map((citizen) =>
      BENCH_AUTHORITIES.reduce((sum, name) => sum + JSON.stringify(citizen[name]).length, 0),
    );
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(3_000);
    expect(mean).toBeLessThan(8_000);
  });

  it('holds numbers of invented persons only', () => {
    const numbers = [...JSON.stringify(recording).matchAll(/"cprNumber":"(\d+)"/g)].map(([, digits]) => digits);
    expect(numbers.length).toBeGreaterThanOrEqual(32);
    for (const digits of numbers) {
      const number = parseCprNumber(digits);
      expect(number !== undefined && isTestCprNumber(number)).toBe(true);
    }
  });
});
