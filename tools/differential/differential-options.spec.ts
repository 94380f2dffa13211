import { readDifferentialOptions, UsageError } from './differential-options.js';

const read = (...args: string[]) => readDifferentialOptions(args, () => 7);

describe('the options of npm run differential', () => {
  it('are ten thousand operations from a new seed when nothing is said', () => {
    expect(read()).toEqual({ operations: 10_000, seed: 7, path: undefined, fixture: undefined });
  });

  it('repeat a run, or one failure of it', () => {
    expect(read('--seed', '5', '--operations', '20')).toMatchObject({ seed: 5, operations: 20 });
    expect(read('--seed', '0', '--fixture', 'shop', '--path', '9:0:1')).toMatchObject({ seed: 0, path: '9:0:1' });
  });

  it.each([
    ['--operations', '0'],
    ['--operations', '1.5'],
    ['--operations', ''],
    ['--seed', '2147483648'],
    ['--seed', 'today'],
    ['--seed=-1'],
    ['--path', '9:0', '--seed', '1'],
    ['--path', '9:0', '--fixture', 'shop'],
    ['--operation', '5'],
    ['more'],
  ])('are refused when they say nothing that can be done: %s %s', (...args) => {
    expect(() => read(...args)).toThrow(UsageError);
  });
});
