import { UsageError, readEngineOptions } from './engine-options.js';

const NEEDED = ['--supergraph', 'graph.graphql', '--port', '4000'];

describe('the options of the engine server', () => {
  it('are a file and a port, on loopback', () => {
    expect(readEngineOptions(NEEDED)).toEqual({
      supergraph: 'graph.graphql',
      port: 4000,
      host: '127.0.0.1',
      addresses: new Map(),
    });
  });

  it('take addresses of subgraphs, with whatever is in them', () => {
    const { host, addresses } = readEngineOptions([
      ...NEEDED,
      '--host=::1',
      '--subgraph',
      'a=http://127.0.0.1:1/graphql?b=c',
      '--subgraph=b=https://b.test',
    ]);
    expect(host).toBe('::1');
    expect([...addresses]).toEqual([
      ['a', 'http://127.0.0.1:1/graphql?b=c'],
      ['b', 'https://b.test'],
    ]);
  });

  it.each([
    ['no file', ['--port', '1'], /--supergraph is missing/],
    ['no port', ['--supergraph', 'x'], /--port is missing/],
    ['a port that is none', ['--supergraph', 'x', '--port', '70000'], /--port takes/],
    ['a port in words', ['--supergraph', 'x', '--port', 'many'], /--port takes/],
    ['a negative port', ['--supergraph', 'x', '--port=-1'], /--port takes/],
    ['all interfaces', [...NEEDED, '--host', '0.0.0.0'], /--host takes/],
    ['another interface', [...NEEDED, '--host', '192.168.1.2'], /--host takes/],
    ['an address without a name', [...NEEDED, '--subgraph', '=http://a'], /--subgraph takes/],
    ['a name without an address', [...NEEDED, '--subgraph', 'a'], /--subgraph takes/],
    ['an address of another kind', [...NEEDED, '--subgraph', 'a=file:///etc/passwd'], /--subgraph takes/],
    ['an option that is not there', [...NEEDED, '--subgraphs', 'a'], /--subgraphs/],
    ['something more', [...NEEDED, 'more'], /more/],
  ])('are refused with the reason: %s', (_, args, reason) => {
    expect(() => readEngineOptions(args)).toThrow(UsageError);
    expect(() => readEngineOptions(args)).toThrow(reason);
  });
});
