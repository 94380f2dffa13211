import { CpuProfile, ProfileReader, functionOf, groupOf } from './profile-groups.js';

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 9 });
const OWN = 'file:///w/dist/libs/federation/src/answer-guard.js';

const profile = CpuProfile.parse({
  nodes: [
    { id: 1, callFrame: frame('(root)', ''), children: [2, 3, 5, 7, 8] },
    { id: 2, callFrame: frame('(idle)', '') },
    { id: 3, callFrame: frame('guard', OWN), children: [4] },
    { id: 4, callFrame: frame('guard', OWN), children: [6] },
    { id: 5, callFrame: frame('', 'file:///w/node_modules/@apollo/gateway/dist/a.js') },
    { id: 6, callFrame: frame('stringify', '') },
    { id: 7, callFrame: frame('(garbage collector)', '') },
    { id: 8, callFrame: frame('toggle', 'file:///w/dist/tools/bench/profile/profiler.js') },
  ],
  samples: [2, 4, 5, 6, 4, 7, 8],
  timeDeltas: [1_000, 10, 20, 30, 20, 20, 5_000],
});

describe('a CPU profile', () => {
  const reader = new ProfileReader(profile);

  it('is told by self time, what is built in counting for its caller, idle time and the profiler aside', () => {
    expect(reader.groups()).toEqual([
      { name: 'libs/federation', percent: 60 },
      { name: '@apollo/gateway', percent: 20 },
      { name: '(garbage collector)', percent: 20 },
    ]);
    expect(reader.functions()).toContainEqual({ name: 'guard (libs/federation/answer-guard.js:10)', percent: 60 });
  });

  it('counts a function that calls itself once', () => {
    expect(reader.inclusive()).toContainEqual({ name: 'guard (libs/federation/answer-guard.js:10)', percent: 60 });
  });

  it.each([
    ['node:internal/crypto/webcrypto', 'node:crypto'],
    ['node:_http_outgoing', 'node:http'],
    ['file:///w/node_modules/a/node_modules/undici/lib/b.js', 'undici'],
    ['file:///w/dist/apps/gateway/src/main.js', 'apps/gateway'],
    ['wasm://wasm/00034eea', 'other'],
    ['', 'built into V8'],
  ])('puts %s to its group', (url, group) => {
    expect(groupOf(frame('f', url))).toBe(group);
  });

  it('names functions without the root of the checkout', () => {
    expect(functionOf(frame('', 'file:///w/node_modules/undici/lib/b.js'))).toBe('anonymous (undici/lib/b.js:10)');
  });
});
