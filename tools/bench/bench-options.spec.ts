import { UsageError, readBenchOptions } from './bench-options.js';

describe('the options of the bench', () => {
  it('have defaults', () => {
    expect(readBenchOptions([])).toEqual({
      rounds: 3,
      seconds: 5,
      warmUpSeconds: 3,
      json: undefined,
      write: false,
      profile: false,
    });
  });

  it('are read', () => {
    expect(
      readBenchOptions(['--rounds', '1', '--seconds', '2', '--warm-up', '1', '--json', 'a.json', '--write']),
    ).toMatchObject({ rounds: 1, seconds: 2, warmUpSeconds: 1, json: 'a.json', write: true });
  });

  it.each([
    [['--rounds', '0']],
    [['--rounds', '21']],
    [['--seconds', 'x']],
    [['--seconds', '1.5']],
    [['--speed']],
    [['fast']],
  ])('refuse %j', (args) => {
    expect(() => readBenchOptions(args)).toThrow(UsageError);
  });
});
