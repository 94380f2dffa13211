import { PARTS, UsageError, readBenchOptions } from './bench-options.js';
import { PEER_IDS } from './rig/peers.js';

describe('the options of the bench', () => {
  it('have defaults', () => {
    expect(readBenchOptions([])).toEqual({
      rounds: 3,
      seconds: 4,
      warmUpSeconds: 2,
      peers: PEER_IDS,
      shapes: ['overview', 'wide'],
      parts: PARTS,
      json: undefined,
      write: false,
      profile: undefined,
      soak: false,
    });
  });

  it('are read, lists in the order of the tables', () => {
    const args = ['--rounds', '1', '--seconds', '2', '--warm-up', '1', '--json', 'a.json', '--write', '--soak'];
    const lists = ['--peers', 'limit, engine', '--shapes', 'wide', '--parts', 'degraded', '--profile', 'gateway'];
    expect(readBenchOptions([...args, ...lists])).toEqual({
      rounds: 1,
      seconds: 2,
      warmUpSeconds: 1,
      peers: ['engine', 'limit'],
      shapes: ['wide'],
      parts: ['degraded'],
      json: 'a.json',
      write: true,
      profile: 'gateway',
      soak: true,
    });
  });

  it('have a short form, which others have precedence over', () => {
    expect(readBenchOptions(['--quick', '--seconds', '5'])).toMatchObject({
      rounds: 1,
      seconds: 5,
      warmUpSeconds: 1,
      parts: ['load'],
    });
  });

  it.each([
    [['--rounds', '0']],
    [['--rounds', '21']],
    [['--seconds', 'x']],
    [['--seconds', '1.5']],
    [['--peers', 'engine,somebody']],
    [['--shapes', 'round']],
    [['--parts', 'latency']],
    [['--profile', 'nobody']],
    [['--speed']],
    [['fast']],
  ])('refuse %j', (args) => {
    expect(() => readBenchOptions(args)).toThrow(UsageError);
  });
});
